/** The readable text of a page. */
export { extractArticle, type Article } from './extract-article.ts';
export { readPage } from './read-page.ts';
