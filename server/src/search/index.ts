/**
 * Search over the posts of followed sources: `startSearchEngine` keeps the index in a thread of its
 * own, `searchPosts` asks it for a user, `saveEmbeddings` stores vectors.
 */
export { embeddedTextHash } from './embed-posts.ts';
export { startSearchEngine, type SearchEngine } from './engine/start-engine.ts';
export { isDirection, saveEmbeddings, type EmbeddingsToSave } from './save-embeddings.ts';
export { searchPosts, type SearchDeps } from './search-posts.ts';
