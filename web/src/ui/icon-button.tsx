import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: LucideIcon;
  label: string;
  /** Shown after the label in the tooltip. */
  shortcut?: string;
  on?: boolean;
  small?: boolean;
  size?: number;
  ref?: Ref<HTMLButtonElement>;
}

/** A button that shows only an icon: its label is its name and its tooltip; filled shape = on. */
export function IconButton({ icon: Icon, label, shortcut, on, small, size = 18, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`ib ${small ? 'sm' : ''} ${on ? 'on' : ''} ${className ?? ''}`}
      aria-label={label}
      title={shortcut ? `${label} (${shortcut})` : label}
      {...(on === undefined ? {} : { 'aria-pressed': on })}
      {...rest}
    >
      <Icon size={size} strokeWidth={1.75} aria-hidden="true" {...(on ? { fill: 'currentColor' } : {})} />
    </button>
  );
}
