/** The mark of a source: round = Telegram, square = feed, cut corner = web site. Always beside its name. */
import { useState } from 'react';
import type { SourceKind, StorySource } from '../lib/contract-types.ts';
import { imageAt, tileColour, tileLetter } from '../lib/text.ts';

export interface TileProps {
  id: number;
  title: string;
  kind: SourceKind;
  icon: string | null;
  size?: 's' | 'm';
}

export function Tile({ id, title, kind, icon, size }: TileProps) {
  const [broken, setBroken] = useState(false);
  const src = broken ? null : imageAt(icon, 320);
  const shape = kind === 'telegram' ? 'tg' : kind === 'web' ? 'web' : '';
  return (
    <span className={`tile ${shape} ${size ?? ''}`} style={{ background: `var(--c-tile-${tileColour(id)})` }} aria-hidden="true">
      {tileLetter(title)}
      {src ? (
        <img
          src={src}
          alt=""
          loading="lazy"
          decoding="async"
          className="invisible"
          onLoad={(event) => event.currentTarget.classList.remove('invisible')}
          onError={() => setBroken(true)}
        />
      ) : null}
    </span>
  );
}

/** Up to three tiles side by side. */
export function TileStack({ sources }: { sources: readonly StorySource[] }) {
  return (
    <span className="stack inline-flex gap-[3px]">
      {sources.slice(0, 3).map((source) => (
        <Tile key={source.sourceId} id={source.sourceId} title={source.title} kind={source.kind} icon={source.iconSrc} size="s" />
      ))}
    </span>
  );
}
