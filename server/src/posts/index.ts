/** The door of posts: what other domains may use. */
export { blocksToHtml } from './blocks/blocks-to-html.ts';
export * as facts from './compare-facts.ts';
export { createDuplicateFinder, type DuplicateFinder } from './find-duplicates.ts';
export { imagePath } from './images/sign-image.ts';
export * as indexing from './index-status.ts';
export * as known from './known-content.ts';
export * as marks from './marks.ts';
export { normaliseApart } from './normalise-apart.ts';
export { normalise, type NormalPost } from './normalise.ts';
export type { RawMedia, RawPost } from './raw-post.ts';
export * as readable from './readable/readable.ts';
export { saveItems, savePosts, type SaveDeps, type SaveItem, type Saved } from './save-posts.ts';
export * as splits from './split-story.ts';
export { tagPosts } from './tag-posts.ts';
export { findAmbiguousKeys } from './unique-code.ts';
