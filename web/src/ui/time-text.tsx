/** A time that keeps itself true, in one of three styles; the full date as tooltip. */
import { useSyncExternalStore } from 'react';
import { ago, fullDate, shortTime, timeOfDay } from '../lib/format-time.ts';

const listeners = new Set<() => void>();
let minute = Math.floor(Date.now() / 60_000);
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    const now = Math.floor(Date.now() / 60_000);
    if (now === minute) return;
    minute = now;
    for (const one of listeners) one();
  }, 5000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The current minute; a component that uses it is drawn again when the minute changes. */
export function useNow(): Date {
  useSyncExternalStore(subscribe, () => (listeners.size === 0 ? (minute = Math.floor(Date.now() / 60_000)) : minute));
  return new Date();
}

const styles = { short: shortTime, ofDay: timeOfDay, ago };

export function TimeText({ at, style = 'short', className }: { at: string; style?: keyof typeof styles; className?: string }) {
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={fullDate(date)} className={className}>
      {styles[style](date, now)}
    </time>
  );
}
