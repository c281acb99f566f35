/** The door of posts: what other domains may use. */
export { normalise, type NormalPost } from './normalise.ts';
export type { RawMedia, RawPost } from './raw-post.ts';
export { findAmbiguousKeys } from './unique-code.ts';
