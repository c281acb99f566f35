/**
 * What the engine knows of every post besides its words: a row of small columns. The row's number,
 * the ordinal, is what the other parts of the engine speak of; it is used again after a removal.
 */
import { grown } from './grow.ts';
import { IdMap } from './id-map.ts';

export const HAS_PHOTO = 1;
export const HAS_VIDEO = 2;
export const HAS_LINK = 4;
const HAS_MORE_SOURCES = 128;

export interface PostFacts {
  postId: number;
  /** Every source that carries it, the first one first. */
  sourceIds: readonly number[];
  /** Seconds since 1970. */
  postedAt: number;
  language: string | null;
  /** HAS_PHOTO | HAS_VIDEO | HAS_LINK. */
  has: number;
  storyId: number;
}

/** Which posts a search may find; what is absent does not narrow. Times in seconds, `after` inclusive, `before` exclusive. */
export interface Selection {
  sourceIds: readonly number[];
  after?: number | undefined;
  before?: number | undefined;
  languages?: readonly string[] | undefined;
  notLanguages?: readonly string[] | undefined;
  has?: number | undefined;
  /** None of these flags. */
  hasNot?: number | undefined;
}

export interface PostTableData {
  postIds: Float64Array;
  sourceOf: Int32Array;
  postedAt: Uint32Array;
  languageOf: Uint8Array;
  flags: Uint8Array;
  storyIds: Float64Array;
  alive: Uint8Array;
  languages: string[];
  /** For posts of several sources: ordinal, how many, their ids, and so on. */
  moreSources: Int32Array;
}

export class PostTable {
  /** Ordinals below this have been used. */
  count = 0;
  postIds = new Float64Array(1024);
  sourceOf = new Int32Array(1024);
  postedAt = new Uint32Array(1024);
  languageOf = new Uint8Array(1024);
  flags = new Uint8Array(1024);
  /** A number for the story, dense, for counting, used again when the story has no post left; see `storyIdOf`. */
  storyOf = new Int32Array(1024);
  alive = new Uint8Array(1024);
  /** Language codes by their number; 0 is "not known". */
  readonly languages: string[] = [''];
  readonly #ordinals = new IdMap();
  readonly #free: number[] = [];
  readonly #moreSources = new Map<number, readonly number[]>();
  readonly #stories = new IdMap();
  #storyIds = new Float64Array(1024);
  /** Story → ordinal of its first post + 1, or 0 when that is not here. */
  #storyHeads = new Int32Array(1024);
  /** Story → how many posts here tell it. */
  #storySizes = new Int32Array(1024);
  readonly #freeStories: number[] = [];
  #storyCount = 0;
  #highestSource = 0;

  static from(data: PostTableData): PostTable {
    const table = new PostTable();
    table.count = data.postIds.length;
    table.languages.splice(0, Infinity, ...data.languages);
    const more = readMoreSources(data.moreSources);
    table.#grow(table.count);
    for (let ordinal = 0; ordinal < table.count; ordinal++) {
      if (data.alive[ordinal] === 0) table.#free.push(ordinal);
      else
        table.#place(ordinal, {
          postId: data.postIds[ordinal]!,
          sourceIds: more.get(ordinal) ?? [data.sourceOf[ordinal]!],
          postedAt: data.postedAt[ordinal]!,
          language: table.languages[data.languageOf[ordinal]!]!,
          has: data.flags[ordinal]! & (HAS_PHOTO | HAS_VIDEO | HAS_LINK),
          storyId: data.storyIds[ordinal]!,
        });
    }
    return table;
  }

  data(): PostTableData {
    const n = this.count;
    const moreSources: number[] = [];
    for (const [ordinal, ids] of this.#moreSources) moreSources.push(ordinal, ids.length, ...ids);
    return {
      postIds: this.postIds.slice(0, n),
      sourceOf: this.sourceOf.slice(0, n),
      postedAt: this.postedAt.slice(0, n),
      languageOf: this.languageOf.slice(0, n),
      flags: this.flags.slice(0, n),
      storyIds: Float64Array.from(this.storyOf.subarray(0, n), (story) => this.#storyIds[story]!),
      alive: this.alive.slice(0, n),
      languages: [...this.languages],
      moreSources: Int32Array.from(moreSources),
    };
  }

  /** Posts that are there. */
  get size(): number {
    return this.#ordinals.size;
  }

  /** Story numbers are below this. */
  get storyCount(): number {
    return this.#storyCount;
  }

  /** -1 when the post is not known. */
  ordinalOf(postId: number): number {
    return this.#ordinals.get(postId);
  }

  storyIdOf(story: number): number {
    return this.#storyIds[story]!;
  }

  /** The ordinal of the first post of a story, or -1. */
  headOfStory(story: number): number {
    return this.#storyHeads[story]! - 1;
  }

  hasMoreSources(ordinal: number): boolean {
    return (this.flags[ordinal]! & HAS_MORE_SOURCES) !== 0;
  }

  sourcesOf(ordinal: number): readonly number[] {
    return !this.hasMoreSources(ordinal) ? [this.sourceOf[ordinal]!] : this.#moreSources.get(ordinal)!;
  }

  /** Adds the post or replaces what is known of it. Returns its ordinal. */
  put(post: PostFacts): number {
    const known = this.#ordinals.get(post.postId);
    const ordinal = known >= 0 ? known : (this.#free.pop() ?? this.count++);
    this.#grow(this.count);
    if (known >= 0) this.#leaveStory(ordinal);
    this.#place(ordinal, post);
    return ordinal;
  }

  #leaveStory(ordinal: number): void {
    const story = this.storyOf[ordinal]!;
    if (this.headOfStory(story) === ordinal) this.#storyHeads[story] = 0;
    if (--this.#storySizes[story]! > 0) return;
    this.#stories.delete(this.#storyIds[story]!);
    this.#freeStories.push(story);
  }

  #place(ordinal: number, post: PostFacts): void {
    this.#ordinals.set(post.postId, ordinal);
    this.postIds[ordinal] = post.postId;
    this.alive[ordinal] = 1;
    this.sourceOf[ordinal] = post.sourceIds[0] ?? 0;
    for (const id of post.sourceIds) this.#highestSource = Math.max(this.#highestSource, id);
    this.postedAt[ordinal] = Math.min(Math.max(Math.trunc(post.postedAt), 0), 0xffff_ffff);
    this.languageOf[ordinal] = this.#languageNumber(post.language ?? '');
    this.storyOf[ordinal] = this.#storyNumber(post.storyId);
    this.#storySizes[this.storyOf[ordinal]!]!++;
    if (post.storyId === post.postId) this.#storyHeads[this.storyOf[ordinal]!] = ordinal + 1;
    this.flags[ordinal] = post.has;
    this.#moreSources.delete(ordinal);
    if (post.sourceIds.length > 1) {
      this.flags[ordinal]! |= HAS_MORE_SOURCES;
      this.#moreSources.set(ordinal, post.sourceIds);
    }
  }

  /** Returns the ordinal that it had, or -1. */
  remove(postId: number): number {
    const ordinal = this.#ordinals.get(postId);
    if (ordinal < 0) return -1;
    this.#ordinals.delete(postId);
    this.#moreSources.delete(ordinal);
    this.alive[ordinal] = 0;
    this.#leaveStory(ordinal);
    this.#free.push(ordinal);
    return ordinal;
  }

  /** One byte an ordinal: 1 where the post is selected. Valid until the table changes. */
  select(selection: Selection): Uint8Array {
    const chosen = new Uint8Array(this.count);
    const sources = this.#sourceFlags(selection.sourceIds);
    const { sourceOf, alive } = this;
    // No branches: which post is of which source follows no order, and guessing wrong costs more than looking.
    for (let i = 0; i < chosen.length; i++) chosen[i] = sources[sourceOf[i]!]! & alive[i]!;
    for (const [ordinal, ids] of this.#moreSources) if (ids.some((id) => sources[id] === 1)) chosen[ordinal] = 1;
    this.#narrow(chosen, selection);
    return chosen;
  }

  #narrow(chosen: Uint8Array, selection: Selection): void {
    if (!isNarrow(selection)) return;
    const { after = 0, before = Infinity, has = 0, hasNot = 0 } = selection;
    const spoken = this.#languageFlags(selection);
    for (let i = 0; i < chosen.length; i++) {
      const time = this.postedAt[i]!;
      const flags = this.flags[i]!;
      if (time < after || time >= before || (flags & has) !== has || (flags & hasNot) !== 0 || spoken[this.languageOf[i]!] === 0) chosen[i] = 0;
    }
  }

  #sourceFlags(ids: readonly number[]): Uint8Array {
    const flags = new Uint8Array(this.#highestSource + 1);
    for (const id of ids) if (id <= this.#highestSource) flags[id] = 1;
    return flags;
  }

  /** Posts whose language is not known are of no language that is wanted, nor of one that is not. */
  #languageFlags({ languages, notLanguages = [] }: Selection): Uint8Array {
    const flags = new Uint8Array(256).fill(languages === undefined ? 1 : 0);
    const mark = (language: string, flag: number): void => {
      const number = this.languages.indexOf(language);
      if (number > 0) flags[number] = flag;
    };
    for (const language of languages ?? []) mark(language, 1);
    for (const language of notLanguages) mark(language, 0);
    return flags;
  }

  #languageNumber(language: string): number {
    const known = this.languages.indexOf(language);
    if (known >= 0) return known;
    if (this.languages.length > 255) return 0;
    return this.languages.push(language) - 1;
  }

  #storyNumber(storyId: number): number {
    const known = this.#stories.get(storyId);
    if (known >= 0) return known;
    const story = this.#freeStories.pop() ?? this.#storyCount++;
    this.#storyIds = grown(this.#storyIds, this.#storyCount);
    this.#storyHeads = grown(this.#storyHeads, this.#storyCount);
    this.#storySizes = grown(this.#storySizes, this.#storyCount);
    this.#storyIds[story] = storyId;
    this.#stories.set(storyId, story);
    return story;
  }

  #grow(n: number): void {
    this.postIds = grown(this.postIds, n);
    this.sourceOf = grown(this.sourceOf, n);
    this.postedAt = grown(this.postedAt, n);
    this.languageOf = grown(this.languageOf, n);
    this.flags = grown(this.flags, n);
    this.storyOf = grown(this.storyOf, n);
    this.alive = grown(this.alive, n);
  }
}

function isNarrow({ after, before, languages, notLanguages = [], has = 0, hasNot = 0 }: Selection): boolean {
  return after !== undefined || before !== undefined || languages !== undefined || notLanguages.length > 0 || (has | hasNot) !== 0;
}

function readMoreSources(packed: Int32Array): Map<number, number[]> {
  const more = new Map<number, number[]>();
  for (let at = 0; at < packed.length; at += 2 + packed[at + 1]!) more.set(packed[at]!, [...packed.subarray(at + 2, at + 2 + packed[at + 1]!)]);
  return more;
}
