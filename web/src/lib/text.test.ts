import { describe, expect, it } from 'vitest';
import { addressesIn, cutByRanges, imageAt, rangesOfWords, safeHref, shortenMiddle, tileColour, tileLetter } from './text.ts';

describe('highlights', () => {
  it('cut a text at the ranges, whatever their order', () => {
    expect(
      cutByRanges('the night ferry', [
        [10, 15],
        [4, 9],
      ]),
    ).toEqual([
      { text: 'the ', hit: false },
      { text: 'night', hit: true },
      { text: ' ', hit: false },
      { text: 'ferry', hit: true },
    ]);
  });

  it('survive ranges that overlap or lie outside', () => {
    const pieces = cutByRanges('abcdef', [
      [2, 4],
      [3, 99],
      [50, 60],
      [5, 1],
    ]);
    expect(pieces.map((piece) => piece.text).join('')).toBe('abcdef');
    expect(pieces.filter((piece) => piece.hit).map((piece) => piece.text)).toEqual(['cd', 'ef']);
  });

  it('find whole words in any script', () => {
    expect(rangesOfWords('Паром, паромы; паром!', new Set(['паром']))).toEqual([
      [0, 5],
      [15, 20],
    ]);
  });
});

describe('what outsiders write', () => {
  it('becomes a link only with a harmless scheme', () => {
    expect(safeHref('https://site.example/a')).toBe('https://site.example/a');
    for (const bad of ['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '/relative', '', null])
      expect(safeHref(bad)).toBeNull();
  });

  it('becomes a picture only from this server', () => {
    expect(imageAt('/api/images/abc', 320)).toBe('/api/images/abc?w=320');
    expect(imageAt('/api/images/abc?w=1280&x=1', 320)).toBe('/api/images/abc?w=320&x=1');
    for (const bad of ['https://pictures.example/a.jpg', '//pictures.example/a.jpg', '/\\pictures.example', null, undefined, ''])
      expect(imageAt(bad, 320)).toBeNull();
  });
});

describe('pasted text', () => {
  it('gives its addresses once each, without the signs around them', () => {
    expect(addressesIn('@depo_demo\n<https://site.example/a>, lattice.example;\n @depo_demo  ')).toEqual([
      '@depo_demo',
      'https://site.example/a',
      'lattice.example',
    ]);
  });
});

describe('source tiles', () => {
  it('take the first letter or digit and always the same colour', () => {
    expect(['«Ёлка»', '7 дней', '—'].map(tileLetter)).toEqual(['Ё', '7', '•']);
    expect(tileColour(42)).toBe(tileColour(42));
    expect(new Set(Array.from({ length: 200 }, (_, id) => tileColour(id + 1))).size).toBe(8);
  });
});

it('shortens a long name in its middle', () => {
  expect(shortenMiddle('feeds.opml', 18)).toBe('feeds.opml');
  expect(shortenMiddle('subscriptions-of-the-newsroom-2026.opml', 18)).toBe('subscripti…26.opml');
});
