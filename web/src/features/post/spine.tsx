/** The spine of a story: a line of time with a tile where each source reported; tiles that would touch step up. */
import { useLayoutEffect, useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import type { StoryMember } from '../../lib/contract-types.ts';
import { clock, dayKey, shortDate } from '../../lib/format-time.ts';
import { Tile } from '../../ui/tile.tsx';

const tileWidth = 21;
const levelHeight = 17;

export interface SpinePoint {
  x: number;
  level: number;
}

/** Places times on a line of `width` px; a tile that would touch its neighbour stands one level higher, at most two. */
export function placeOnSpine(times: readonly number[], width: number): SpinePoint[] {
  const first = Math.min(...times);
  const range = Math.max(1, Math.max(...times) - first);
  const edge: number[] = [];
  return times.map((time) => {
    const x = Math.round(((time - first) / range) * (width - 24) + 12);
    let level = 0;
    while (level < 2 && x - (edge[level] ?? -Infinity) < tileWidth) level++;
    edge[level] = x;
    return { x, level };
  });
}

export function Spine({ members }: { members: readonly StoryMember[] }) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(560);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const shown = members.slice(0, 24);
  const first = shown[0];
  const last = shown.at(-1);
  if (!first || !last) return null;
  const points = placeOnSpine(
    shown.map((member) => Date.parse(member.postedAt)),
    width,
  );
  const top = Math.max(0, ...points.map((point) => point.level)) * levelHeight + 22;
  const otherDay = dayKey(new Date(first.postedAt)) !== dayKey(new Date(last.postedAt));
  const label = t('story.spine', { first: first.sourceTitle, from: when(first, first), last: last.sourceTitle, to: when(last, first) });
  return (
    <div ref={ref} className="spine-line relative" role="img" aria-label={label} style={{ height: top + 22 + (otherDay ? 16 : 0) }}>
      <div className="absolute inset-x-0 h-px bg-line-strong" style={{ top }} />
      {shown.map((member, index) => {
        const point = points[index] ?? { x: 12, level: 0 };
        const y = top - 22 - point.level * levelHeight;
        return (
          <span key={member.postId} className="absolute grid justify-items-center" style={{ left: point.x - 9, top: y }}>
            <Tile id={member.sourceId} title={member.sourceTitle} kind={member.sourceKind} icon={member.sourceIcon} />
            <i className="w-px bg-line-strong" style={{ height: top - y - 18 }} />
          </span>
        );
      })}
      <Label top={top} at={first} day={otherDay} side="left" />
      {last.postedAt === first.postedAt ? null : <Label top={top} at={last} day={otherDay} side="right" />}
      {(last.postedAt === first.postedAt ? [] : hourTicks(Date.parse(first.postedAt), Date.parse(last.postedAt), width)).map((tick) => (
        <span key={tick.x} className="num absolute -translate-x-1/2 text-12 text-ink-3" style={{ top: top + 5, left: tick.x }}>
          {clock(new Date(tick.time))}
        </span>
      ))}
    </div>
  );
}

const hour = 3_600_000;
/** A clock at each end and half of a tick's own, with air between: "08:01" is 36 px wide. */
const keptClear = 36 + 18 + 12;

/** Full hours between the first and the last report, as many as have room; none for stories of more than a day. */
export function hourTicks(first: number, last: number, width: number): { time: number; x: number }[] {
  const range = last - first;
  if (range <= 0 || range > 24 * hour) return [];
  const step = hour * Math.max(1, Math.ceil(((90 / width) * range) / hour));
  const ticks: { time: number; x: number }[] = [];
  for (let time = Math.ceil(first / step) * step; time < last; time += step) {
    const x = Math.round(((time - first) / range) * (width - 24) + 12);
    if (x > keptClear && x < width - keptClear) ticks.push({ time, x });
  }
  return ticks;
}

/** At an end of the line; when it ends on another day than it began, the date stands under the clock. */
function Label({ top, at, day, side }: { top: number; at: StoryMember; day: boolean; side: 'left' | 'right' }) {
  const time = new Date(at.postedAt);
  return (
    <span className={`num absolute text-12 text-ink-3 ${side === 'right' ? 'text-right' : ''}`} style={{ top: top + 5, [side]: 0 }}>
      <span className="block">{clock(time)}</span>
      {day ? <span className="block">{shortDate(time, new Date())}</span> : null}
    </span>
  );
}

/** The clock; on another day than the first report the date too. */
function when(member: StoryMember, first: StoryMember): string {
  const at = new Date(member.postedAt);
  return dayKey(at) === dayKey(new Date(first.postedAt)) ? clock(at) : `${shortDate(at, new Date())}, ${clock(at)}`;
}
