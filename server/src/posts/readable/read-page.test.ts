import { afterAll, expect, it } from 'vitest';
import { createLimitedThread } from '#platform/limited-thread';
import { testClock } from '#test/fakes';
import { rawPost } from '#test/factories';
import { normaliseApart } from '../normalise-apart.ts';
import { normalise } from '../normalise.ts';
import { readPage } from './read-page.ts';

const apart = createLimitedThread();
const impatient = createLimitedThread({ timeMs: 10 });
afterAll(() => Promise.all([apart.stop(), impatient.stop()]));

const paragraph = '<p>The harbour council agreed on Tuesday, after two winters, to replace the old ferry with an electric one, built at the northern yard.</p>';
const page = (html: string) => ({ bytes: new TextEncoder().encode(html), contentType: 'text/html; charset=utf-8', url: 'https://site.example/a' });
const source = { id: 1, kind: 'rss' as const, address: 'https://site.example/feed', language: null };
const now = testClock().now();

it('gives the article of a page, with its dates and blocks', async () => {
  const html = `<html lang="en"><head><title>Electric ferry</title><meta property="article:published_time" content="2026-04-01T10:00:00Z"></head><body><article><h1>Electric ferry</h1>${paragraph.repeat(8)}</article></body></html>`;
  const article = await readPage({ apart }, page(html));
  expect(article).toMatchObject({ title: 'Electric ferry', language: 'en', publishedAt: new Date('2026-04-01T10:00:00Z') });
  expect(article.text).toContain('after two winters');
  expect(article.blocks.length).toBeGreaterThan(5);
});

it('says that a page is none to read in the same words as ever', async () => {
  await expect(readPage({ apart }, page('<html><body></body></html>'))).rejects.toMatchObject({ code: 'not_an_article' });
});

it('gives up a page that is made to be slow, without delaying other work', async () => {
  const order: string[] = [];
  const slow = readPage({ apart: impatient }, page(paragraph.repeat(40_000))).catch((error: { code: string }) => order.push(error.code));
  await new Promise((next) => setImmediate(next));
  order.push('another request');
  await slow;
  expect(order).toEqual(['another request', 'too_complex']);
});

it('reads a very long post the same way as a short one', async () => {
  const raw = rawPost({ html: paragraph.repeat(3000) });
  expect(await normaliseApart({ apart }, raw, source, now)).toEqual(normalise(raw, source, now));
});

it('keeps title and address of a post whose text is too much to read', async () => {
  const raw = rawPost({ title: 'Endless', html: paragraph.repeat(60_000) });
  expect(await normaliseApart({ apart: impatient }, raw, source, now)).toMatchObject({ title: 'Endless', url: raw.url, text: '', truncated: true });
});
