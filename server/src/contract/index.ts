/** Shapes of requests and answers, shared by the server and the web app. No server code. */
export * from './blocks.ts';
export * from './clean-text.ts';
export * from './errors.ts';
export * from './event-id.ts';
export * from './fields.ts';
export * from './live.ts';
export * from './me.ts';
export * from './posts.ts';
export * from './problem.ts';
export * from './search.ts';
export * from './source-kind.ts';
export * from './sources.ts';
