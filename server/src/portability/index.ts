/** Taking everything out, and bringing it in again. */
export { exportAccount, importAccount, longestLine } from './account-file.ts';
export { exportPosts } from './export-posts.ts';
export { importPosts, longestPostLine, type Imported } from './import-posts.ts';
