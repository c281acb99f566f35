import { blocksToHtml, type RawPost, type readable } from '#posts';

/** An article of a site without a feed, as the other adapters hand over their items. */
export function articleToRawPost(article: readable.Article, url: string): RawPost {
  return {
    guid: null,
    url,
    title: article.title,
    author: article.author,
    html: blocksToHtml(article.blocks),
    baseUrl: url,
    postedAt: article.publishedAt,
    updatedAt: null,
    language: article.language,
    media: article.image === null ? [] : [{ type: 'photo', url: article.image, mimeType: null, size: null }],
    categories: [],
  };
}
