/** What has been published in the world so far, and how it grows. */
import { outlets } from './catalogue.ts';
import type { Item, MessageKind, Outlet } from './outlet.ts';
import { createEvent, repost, tellEvent, type Telling, type WorldEvent } from './news/write-news.ts';
import { makeSlug } from './pages/slug.ts';
import { createRandom, type Random } from './random.ts';

export interface ItemDraft {
  title?: string;
  text?: string;
  at?: Date;
  message?: MessageKind;
}

export interface WorldState {
  outlets: ReadonlyMap<string, Outlet>;
  /** Oldest first, removed ones included. */
  items: (outlet: string) => Item[];
  /** Newest first, as a reader sees them. */
  shown: (outlet: string) => Item[];
  publish: (outlet: string, draft?: ItemDraft) => Item;
  edit: (outlet: string, id: number, change: { title?: string; text?: string }) => Item;
  remove: (outlet: string, id: number) => void;
  /** Publishes what the outlets would have published in so much time. */
  publishBetween: (from: Date, to: Date) => Item[];
}

const messageCycle: readonly MessageKind[] = [
  'text',
  'photo',
  'text',
  'link',
  'photo',
  'reply',
  'text',
  'album',
  'forward',
  'text',
  'video',
  'text',
  'poll',
  'text',
  'document',
  'service',
  'photo',
  'text',
  'voice',
  'text',
  'round-video',
  'text',
  'hidden-forward',
  'big-video',
  'text',
  'audio',
  'sticker',
  'location',
  'text',
];

interface Making {
  now: () => Date;
  random: Random;
  stories: WorldEvent[];
  lists: Map<string, Item[]>;
}

export function createWorldState(seed: number, now: () => Date): WorldState {
  const byName = new Map(outlets.map((o) => [o.name, o]));
  const making: Making = { now, random: createRandom(`world ${seed}`), stories: [], lists: new Map(outlets.map((o) => [o.name, []])) };
  const outletOf = (name: string): Outlet => {
    const outlet = byName.get(name);
    if (!outlet) throw new Error(`there is no outlet "${name}"`);
    return outlet;
  };
  const itemOf = (name: string, id: number): Item => {
    const item = making.lists.get(name)?.find((i) => i.id === id);
    if (!item) throw new Error(`"${name}" has no item ${id}`);
    return item;
  };
  stockUp(making);
  return {
    outlets: byName,
    items: (name) => making.lists.get(outletOf(name).name) ?? [],
    shown: (name) => (making.lists.get(outletOf(name).name) ?? []).filter((i) => !i.removed).toSorted((a, b) => b.at.getTime() - a.at.getTime() || b.id - a.id),
    publish: (name, draft) => add(making, outletOf(name), draft?.at ?? now(), draft),
    edit: (name, id, change) => {
      const item = itemOf(name, id);
      item.editedAt = now();
      if (change.title !== undefined) item.title = change.title;
      if (change.text !== undefined) item.paragraphs = change.text.split('\n\n');
      return item;
    },
    remove: (name, id) => {
      itemOf(name, id).removed = true;
    },
    publishBetween: (from, to) => {
      const hours = (to.getTime() - from.getTime()) / 3_600_000;
      const due = outlets.flatMap((o) =>
        times(making.random, (o.rate / 24) * hours).map(() => ({
          outlet: o,
          at: new Date(from.getTime() + making.random.next() * (to.getTime() - from.getTime())),
        })),
      );
      return due.toSorted((a, b) => a.at.getTime() - b.at.getTime()).map(({ outlet, at }) => add(making, outlet, at));
    },
  };
}

/** A whole number of times whose mean is `mean`. */
function times(random: Random, mean: number): undefined[] {
  const whole = Math.floor(mean);
  return Array.from({ length: whole + (random.chance(mean - whole) ? 1 : 0) });
}

/** Fills every outlet with its past, in the order of time, so that reposts point backwards. */
function stockUp(making: Making): void {
  const start = making.now().getTime();
  const plan = outlets.flatMap((outlet) => {
    const step = 86_400_000 / outlet.rate;
    return Array.from({ length: outlet.stock }, (_, i) => ({ outlet, at: new Date(start - Math.round((i + making.random.next() * 0.9) * step) - 60_000) }));
  });
  for (const { outlet, at } of plan.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    add(making, outlet, at);
  }
}

function add(making: Making, outlet: Outlet, at: Date, draft?: ItemDraft): Item {
  const list = making.lists.get(outlet.name) ?? [];
  const written = draft?.title !== undefined || draft?.text !== undefined;
  const story = written ? ownStory(draft, outlet) : tell(making, outlet, list.length);
  const message = outlet.kind === 'channel' ? (draft?.message ?? (written ? 'text' : cycledMessage(list.length))) : undefined;
  const item: Item = {
    id: nextId(making, outlet, list),
    outlet: outlet.name,
    eventId: story.eventId,
    repostOf: story.repostOf,
    title: story.telling.title,
    slug: makeSlug(story.telling.title),
    paragraphs: story.telling.paragraphs,
    author: story.telling.author,
    beat: story.beat,
    at: new Date(Math.floor(at.getTime() / 1000) * 1000),
    editedAt: null,
    removed: false,
    picture: outlet.page.pictures && making.random.chance(0.45),
    ...(message ? { message } : {}),
  };
  list.push(item);
  return item;
}

function cycledMessage(count: number): MessageKind {
  return messageCycle[count % messageCycle.length] ?? 'text';
}

function ownStory(draft: ItemDraft, outlet: Outlet): Story {
  const paragraphs = (draft.text ?? draft.title ?? '').split('\n\n');
  const telling = { title: draft.title ?? paragraphs[0]?.slice(0, 80) ?? '', paragraphs, author: outlet.title };
  return { telling, beat: outlet.beats[0] ?? 'city', eventId: null, repostOf: null };
}

interface Story extends Pick<Item, 'beat' | 'eventId' | 'repostOf'> {
  telling: Telling;
}

function tell(making: Making, outlet: Outlet, count: number): Story {
  if (outlet.repostEvery > 0 && count % outlet.repostEvery === outlet.repostEvery - 1) {
    const copied = recentOf(making, outlet);
    if (copied)
      return {
        telling: repost(copied, outlet.name, outlet.language),
        beat: copied.beat,
        eventId: copied.eventId,
        repostOf: { outlet: copied.outlet, id: copied.id },
      };
  }
  const event = pickEvent(making, outlet);
  return { telling: tellEvent(event, outlet.name, outlet.language), beat: event.kind.beat, eventId: event.id, repostOf: null };
}

/** One of the last things that the other outlets of this language said on these beats in their own words. */
function recentOf(making: Making, outlet: Outlet): Item | undefined {
  const others = outlets.filter((o) => o.name !== outlet.name && o.language === outlet.language && o.stock < 1000);
  const recent = others.flatMap((o) => making.lists.get(o.name)?.slice(-2) ?? []);
  const fitting = recent.filter((i) => i.eventId !== null && i.repostOf === null && outlet.beats.includes(i.beat));
  return fitting.length > 0 ? making.random.pick(fitting) : undefined;
}

/** Half of the news is about an event that another outlet may have told already. */
function pickEvent(making: Making, outlet: Outlet): WorldEvent {
  const told = new Set(
    making.lists
      .get(outlet.name)
      ?.slice(-60)
      .map((i) => i.eventId),
  );
  const open = making.stories.slice(-40).filter((e) => outlet.beats.includes(e.kind.beat) && !told.has(e.id));
  if (open.length > 0 && making.random.chance(0.5)) return making.random.pick(open);
  const event = createEvent(making.random, outlet.beats, `e${making.stories.length + 1}`);
  making.stories.push(event);
  return event;
}

/** Channels skip numbers: an album takes several, and some messages were deleted. */
function nextId(making: Making, outlet: Outlet, list: Item[]): number {
  const last = list.at(-1);
  if (outlet.kind === 'site' || !last) return (last?.id ?? 0) + 1;
  return last.id + (last.message === 'album' ? 3 : 1) + (making.random.chance(0.1) ? 1 : 0);
}
