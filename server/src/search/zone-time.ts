/** Times of the clock on the wall in a time zone, on days of 23 and 25 hours too. */

/** What the clocks of the zone show at an instant; both in milliseconds, as if the clock stood in UTC. */
export function wallTime(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

const DAY = 86_400_000;

/** The first instant at which the clocks show `wall`; where they leap over it, the instant of the leap. */
export function instantOf(wall: number, zone: string): number {
  const before = wall - (wallTime(wall - DAY, zone) - (wall - DAY));
  const after = wall - (wallTime(wall + DAY, zone) - (wall + DAY));
  const shown = [before, after].filter((instant) => wallTime(instant, zone) === wall);
  return shown.length === 0 ? before : Math.min(...shown);
}
