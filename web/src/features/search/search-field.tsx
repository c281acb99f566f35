import { LoaderCircle, Search, X } from 'lucide-react';
import { type Ref, useEffect, useRef } from 'react';
import { t } from '../../i18n/t.ts';
import { usePhone } from '../../lib/media.ts';
import { cutByTokens } from './query.ts';

export interface SearchFieldProps {
  ref: Ref<HTMLInputElement>;
  value: string;
  busy: boolean;
  /** Pieces of the value that are shown as tokens. */
  tokens: readonly string[];
  onChange: (value: string) => void;
  onDown: () => void;
  onEnter: () => void;
}

/** The search box: the arrow goes down into the results, Enter opens the first. */
export function SearchField({ ref, value, busy, tokens, onChange, onDown, onEnter }: SearchFieldProps) {
  const own = useRef<HTMLInputElement | null>(null);
  const mirror = useRef<HTMLSpanElement>(null);
  const phone = usePhone();
  const follow = (): void => {
    if (mirror.current && own.current) mirror.current.style.transform = `translateX(${-own.current.scrollLeft}px)`;
  };
  useEffect(follow);
  useEffect(() => {
    if (!phone || own.current?.value === '') own.current?.focus({ preventScroll: true });
  }, [phone]);
  return (
    <div className="field" role="search">
      {busy ? (
        <LoaderCircle size={18} aria-hidden="true" className="flex-none text-ink-3 motion-safe:animate-spin" />
      ) : (
        <Search size={18} strokeWidth={1.75} aria-hidden="true" className="flex-none text-ink-3" />
      )}
      <span className="relative flex min-w-0 flex-1 overflow-hidden">
        <span aria-hidden="true" className="pointer-events-none absolute inset-0 flex items-center">
          <span ref={mirror} className="whitespace-pre text-16 text-transparent">
            {cutByTokens(value, tokens).map((piece, index) =>
              piece.token ? (
                <span key={index} className="token">
                  {piece.text}
                </span>
              ) : (
                piece.text
              ),
            )}
          </span>
        </span>
        <input
          ref={(element) => {
            own.current = element;
            if (typeof ref === 'function') ref(element);
            else if (ref) ref.current = element;
          }}
          type="search"
          className="relative min-w-0 flex-1 bg-transparent text-16 outline-none"
          onScroll={follow}
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={500}
          aria-label={t('search.title')}
          placeholder={t('search.placeholder')}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              event.currentTarget.blur();
              onDown();
            } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
              event.currentTarget.blur();
              onEnter();
            } else if (event.key === 'Escape') {
              event.stopPropagation();
              if (value) onChange('');
              else event.currentTarget.blur();
            }
          }}
        />
      </span>
      {value ? (
        <button type="button" className="ib sm -mr-1.5" aria-label={t('search.clear')} title={t('search.clear')} onClick={() => onChange('')}>
          <X size={18} strokeWidth={1.75} aria-hidden="true" />
        </button>
      ) : null}
    </div>
  );
}
