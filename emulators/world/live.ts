/** The world by itself: something is published every few seconds, and at times corrected. */
import { createRandom } from './random.ts';
import type { WorldState } from './world-state.ts';

/** Busy outlets speak more often. Ends with `stop`. */
export function startLife(state: WorldState, pauseMs: { from: number; to: number } = { from: 3000, to: 9000 }): { stop: () => void } {
  const random = createRandom('life');
  const mouths = [...state.outlets.values()].flatMap((o) => Array.from({ length: Math.ceil(o.rate / 4) }, () => o.name));
  let timer: NodeJS.Timeout;
  const speak = (): void => {
    const outlet = random.pick(mouths);
    const item = state.publish(outlet);
    if (random.chance(0.1)) state.edit(outlet, item.id, { title: `${item.title} (${state.outlets.get(outlet)?.language === 'ru' ? 'уточнено' : 'updated'})` });
    timer = setTimeout(speak, random.int(pauseMs.from, pauseMs.to));
  };
  timer = setTimeout(speak, pauseMs.from);
  return { stop: () => clearTimeout(timer) };
}
