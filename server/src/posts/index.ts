/** The door of posts: what other domains may use. */
export { blocksToText } from './blocks/blocks-to-text.ts';
export { htmlToBlocks } from './blocks/html-to-blocks.ts';
export { textToBlocks } from './blocks/text-to-blocks.ts';
export { canonicalUrl } from './canonical-url.ts';
export { normalise, type NormalPost } from './normalise.ts';
export type { RawMedia, RawPost } from './raw-post.ts';
export { findAmbiguousKeys } from './unique-code.ts';
