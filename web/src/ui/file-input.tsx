import type { RefObject } from 'react';

export const opmlFiles = '.opml,.xml,text/xml,text/x-opml,application/xml';

interface FileInputProps {
  /** A button that is seen opens it: `ref.current.click()`. */
  ref: RefObject<HTMLInputElement | null>;
  label: string;
  accept: string;
  onFiles: (files: File[]) => void;
}

/** Chooses files; the same one may be chosen again. */
export function FileInput({ ref, label, accept, onFiles }: FileInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      accept={accept}
      className="sr"
      tabIndex={-1}
      aria-label={label}
      onChange={(event) => {
        onFiles([...(event.target.files ?? [])]);
        event.target.value = '';
      }}
    />
  );
}
