/** A folder to put a source into: one that there is, or a new one by name. */
import { useId } from 'react';
import { t } from '../i18n/t.ts';
import type { Folder } from '../lib/contract-types.ts';

export const makeNew = 'new';
/** `chosen`: the number of a folder, `makeNew`, or nothing for none. */
export interface FolderChoice {
  chosen: string;
  /** Of the new folder. */
  name: string;
}
export const noFolderChoice: FolderChoice = { chosen: '', name: '' };

interface FolderSelectProps {
  choice: FolderChoice;
  folders: readonly Folder[];
  onChange: (choice: FolderChoice) => void;
  /** In a line with other things: the name of the select is not shown. */
  inline?: boolean;
}

export function FolderSelect({ choice, folders, onChange, inline }: FolderSelectProps) {
  const id = useId();
  const label = inline ? 'sr' : 'text-13 font-[560] text-ink-2';
  const field = `field ${inline ? 'min-h-8! w-auto max-w-48 min-w-0 rounded-2! text-13 max-md:min-h-11! max-md:max-w-full max-md:flex-1 max-md:text-16' : ''}`;
  const group = inline ? 'contents' : 'grid gap-1.5';
  return (
    <>
      <span className={group}>
        <label htmlFor={id} className={label}>
          {t('sources.folder')}
        </label>
        <select id={id} className={field} value={choice.chosen} onChange={(event) => onChange({ ...choice, chosen: event.target.value })}>
          <option value="">{t('sources.noFolder')}</option>
          {folders.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
          <option value={makeNew}>{t('sources.newFolder')}…</option>
        </select>
      </span>
      {choice.chosen === makeNew ? (
        <span className={group}>
          <label htmlFor={`${id}-name`} className={label}>
            {t('sources.newFolder')}
          </label>
          <input
            id={`${id}-name`}
            className={field}
            placeholder={inline ? t('sources.newFolder') : undefined}
            value={choice.name}
            required={!inline}
            maxLength={100}
            autoFocus
            data-autofocus={inline ? undefined : ''}
            onChange={(event) => onChange({ ...choice, name: event.target.value })}
          />
        </span>
      ) : null}
    </>
  );
}
