/** A menu under its button: light dismiss by the popover API, arrow keys, focus back to the button. */
import type { LucideIcon } from 'lucide-react';
import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { number } from '../lib/format-time.ts';

export interface MenuItem {
  label: string;
  /** Beside a label that another item has too. */
  hint?: string | undefined;
  count?: number;
  icon?: LucideIcon;
  onSelect?: () => void;
  href?: string;
  danger?: boolean;
  checked?: boolean;
  /** Items of one group stand under its name. */
  group?: string;
  /** Found by these too, where the menu has a field. */
  keywords?: string;
}
export interface MenuProps {
  label: string;
  items: (MenuItem | 'line')[];
  /** The name of a field that narrows the items, shown when there are many. */
  search?: string;
  button: (props: {
    onClick: () => void;
    'aria-haspopup': 'menu';
    'aria-expanded': boolean;
    'aria-controls': string;
    ref: (element: HTMLButtonElement | null) => void;
  }) => ReactNode;
}

export function Menu({ label, items, search, button }: MenuProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement | null>(null);
  return (
    <>
      {button({
        onClick: () => setOpen((was) => !was),
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        'aria-controls': id,
        ref: (element) => void (anchor.current = element),
      })}
      {open ? <MenuList id={id} label={label} items={items} {...(search ? { search } : {})} anchor={anchor.current} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

export interface MenuListProps {
  id?: string;
  label: string;
  items: (MenuItem | 'line')[];
  search?: string;
  anchor: HTMLElement | null;
  /** Opens there instead of under the anchor (a long press). */
  at?: { x: number; y: number };
  onClose: () => void;
}

const manyItems = 12;

export function MenuList({ id, label, items, search, anchor, at, onClose }: MenuListProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState('');
  useEffect(() => {
    const menu = ref.current;
    if (!menu) return;
    menu.showPopover();
    place(menu, anchor, at);
    // On a touch screen the field would bring up the keyboard, over the items.
    menu.querySelector<HTMLElement>(matchMedia('(pointer: coarse)').matches ? '[role^=menuitem]' : 'input, [role^=menuitem]')?.focus();
    menu.scrollTop = 0;
    const onToggle = (event: Event): void => {
      if ((event as ToggleEvent).newState !== 'closed') return;
      onClose();
      // What had the focus may have gone while the menu was open.
      if (document.activeElement === document.body) anchor?.focus({ preventScroll: true });
    };
    menu.addEventListener('toggle', onToggle);
    return () => menu.removeEventListener('toggle', onToggle);
  }, [anchor, at, onClose]);
  const finish = (item?: MenuItem): void => {
    onClose();
    anchor?.focus({ preventScroll: true });
    item?.onSelect?.();
  };
  return (
    <div ref={ref} popover="auto" className="menu" onKeyDown={(event) => moveFocus(event, ref.current, () => finish())}>
      {search && items.length > manyItems ? (
        <input
          type="search"
          className="field mb-1 min-h-9! w-full text-14 max-md:text-16"
          aria-label={search}
          placeholder={search}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) itemsOf(ref.current)[0]?.click();
          }}
        />
      ) : null}
      <div id={id} role="menu" aria-label={label}>
        {/* By place: a label that changes (a number in it) must not take the focus away. */}
        {narrowed(items, wanted).map((item, index, all) =>
          item === 'line' ? (
            <hr key={index} />
          ) : (
            <Fragment key={index}>
              {item.group && item.group !== groupOf(all[index - 1]) ? (
                <p role="presentation" className="px-2.5 pt-2 pb-0.5 text-12 text-ink-3">
                  {item.group}
                </p>
              ) : null}
              <Entry item={item} onSelect={() => finish(item)} />
            </Fragment>
          ),
        )}
      </div>
    </div>
  );
}

const groupOf = (item: MenuItem | 'line' | undefined): string | undefined => (item === 'line' ? undefined : item?.group);

function narrowed(items: MenuListProps['items'], wanted: string): MenuListProps['items'] {
  const text = wanted.trim().toLowerCase();
  return text === ''
    ? items
    : items.filter((item) => item !== 'line' && `${item.label} ${item.hint ?? ''} ${item.group ?? ''} ${item.keywords ?? ''}`.toLowerCase().includes(text));
}

function Entry({ item, onSelect }: { item: MenuItem; onSelect: () => void }) {
  const Icon = item.icon;
  const inside = (
    <>
      {Icon ? <Icon size={16} strokeWidth={1.75} aria-hidden="true" /> : null}
      <span className="clip flex-1">{item.label}</span>
      {item.hint ? <span className="clip max-w-[45%] flex-none text-13 text-ink-3">{item.hint}</span> : null}
      {item.count ? <span className="num flex-none text-13 text-ink-3">{number(item.count)}</span> : null}
      {item.checked ? <span aria-hidden="true">✓</span> : null}
    </>
  );
  const role = item.checked === undefined ? 'menuitem' : 'menuitemcheckbox';
  if (item.href) {
    return (
      <a role={role} tabIndex={-1} href={item.href} target="_blank" rel="noopener noreferrer nofollow" onClick={onSelect}>
        {inside}
      </a>
    );
  }
  return (
    <button
      type="button"
      role={role}
      tabIndex={-1}
      className={item.danger ? 'danger' : ''}
      onClick={onSelect}
      {...(item.checked === undefined ? {} : { 'aria-checked': item.checked })}
    >
      {inside}
    </button>
  );
}

function place(menu: HTMLElement, anchor: HTMLElement | null, at: { x: number; y: number } | undefined): void {
  const box = anchor?.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const x = at ? at.x : (box?.right ?? 0) - width;
  const below = at ? at.y : (box?.bottom ?? 0) + 4;
  const above = at ? at.y - height : (box?.top ?? 0) - height - 4;
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${below + height + 8 <= innerHeight ? below : Math.max(8, above)}px`;
}

const itemsOf = (menu: HTMLElement | null): HTMLElement[] => [...(menu?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];

/** A field stands above the first item, and below the last. */
function moveFocus(event: KeyboardEvent, menu: HTMLElement | null, close: () => void): void {
  const field = menu?.querySelector('input');
  const items = [...(field ? [field] : []), ...itemsOf(menu)];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const isTyping = document.activeElement instanceof HTMLInputElement;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, ...(isTyping ? {} : { Home: field ? 1 : 0, End: items.length - 1 }) }[event.key];
  if (to !== undefined && items.length > 0) {
    event.preventDefault();
    items.at(to % items.length)?.focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
}
