/** What is followed, how it is read, and what of it a person sees. */
export { leaseDueSources } from './due-sources.ts';
export * as following from './follow-source.ts';
export { ensureFolder, mostFolders } from './folders.ts';
export * as inspection from './inspect.ts';
export { listSources } from './list-sources.ts';
export { pollDeps } from './poll-deps.ts';
export { pollSource } from './poll-source.ts';
export { recogniseAddress } from './recognise-address.ts';
export { readTask } from './tasks.ts';
export * as postRows from './post-rows.ts';
export { newestChange } from './timeline.ts';
export { visitDueSources } from './visit-due-sources.ts';
