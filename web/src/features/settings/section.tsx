import { type ReactNode, useId } from 'react';

export function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-9">
      <h2 id={id} className="mb-1 font-serif text-20 font-[620]">
        {title}
      </h2>
      {text ? <p className="mb-2 text-ink-2">{text}</p> : null}
      <div className="grid">{children}</div>
    </section>
  );
}

export interface LineProps {
  label: string;
  hint?: string;
  /** The control brings its own name (a group or a switch). */
  group?: boolean;
  children: (id: string, hintId: string | undefined) => ReactNode;
}

/** A name on the left, its control on the right; below each other on a phone. */
export function Line({ label, hint, group, children }: LineProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  return (
    <div className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-2.5">
      <div className="min-w-40 flex-1">
        {group ? <span>{label}</span> : <label htmlFor={id}>{label}</label>}
        {hint ? (
          <p id={hintId} className="text-13 text-pretty text-ink-3">
            {hint}
          </p>
        ) : null}
      </div>
      {children(id, hintId)}
    </div>
  );
}
