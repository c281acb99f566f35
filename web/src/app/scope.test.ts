import { describe, expect, it } from 'vitest';
import { parseQuery, writeQuery } from './address-query.ts';
import { baseFrom, listPath, parseWithin, toWithin } from './scope.ts';
import { validateSearchPage } from './search-address.ts';

describe('the list of an address', () => {
  it('comes from the path, and for an open post from what it was opened in', () => {
    expect(baseFrom('/folder/3', { folderId: '3' }, undefined)).toEqual({ kind: 'folder', id: 3, tag: '' });
    expect(baseFrom('/saved', {}, undefined).kind).toBe('saved');
    expect(baseFrom('/post/9', { postId: '9' }, 'source-7')).toEqual({ kind: 'source', id: 7, tag: '' });
    expect(baseFrom('/post/9', { postId: '9' }, undefined).kind).toBe('timeline');
  });

  it('goes to the address and back', () => {
    for (const within of ['folder-3', 'source-7', 'saved', 'tag-night ferry', undefined]) expect(toWithin(parseWithin(within))).toBe(within);
    expect(listPath(parseWithin('tag-night ferry'))).toBe('/tag/night%20ferry');
  });

  it('is the timeline when the address makes no sense', () => {
    for (const bad of ['folder-x', 'folder--1', 'tag-', 'nonsense', '']) expect(parseWithin(bad).kind).toBe('timeline');
  });
});

describe('the address of a search', () => {
  it('keeps what is known and drops the rest', () => {
    expect(validateSearchPage({ q: 'ferry', post: '12', days: '7', mode: 'hybrid', sort: 'newest', evil: '1' })).toEqual({
      q: 'ferry',
      post: 12,
      days: 7,
      sort: 'newest',
    });
    expect(validateSearchPage({ q: '2026', post: '-1', source: 'x' })).toEqual({ q: '2026' });
  });

  it('takes every query as it is written, also one that looks like JSON', () => {
    for (const q of ['"tidal turbine"', 'true', 'null', '{"a":1}', '1e3', '007', 'a+b & c=d', '50%', 'папка:Энергия']) {
      expect(validateSearchPage(parseQuery(`?q=${encodeURIComponent(q)}`)).q).toBe(q);
      expect(parseQuery(writeQuery({ q }))).toEqual({ q });
    }
  });

  it('names in what it writes only what there is', () => {
    expect(writeQuery({ q: 'night ferry', post: 12, source: undefined })).toBe('?q=night+ferry&post=12');
    expect(writeQuery({})).toBe('');
  });

  it('overrules what makes no sense, so that it does not reach the page', () => {
    expect({ ...parseQuery('?post=abc&source=x'), ...validateSearchPage(parseQuery('?post=abc&source=x')) }).toEqual({});
  });
});
