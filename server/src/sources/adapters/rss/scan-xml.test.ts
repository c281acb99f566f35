import { describe, expect, test } from 'vitest';
import { readAttributes, scanXml } from './scan-xml.ts';

function events(source: string): string[] {
  const found: string[] = [];
  const cut = scanXml(source, {
    open: (name, attributes) => found.push(`<${name}${attributes}>`),
    close: (name) => found.push(`</${name}>`),
    text: (start, end) => found.push(source.slice(start, end)),
    cdata: (start, end) => found.push(`[${source.slice(start, end)}]`),
    done: () => false,
  });
  return cut ? [...found, 'CUT'] : found;
}

describe('scanXml', () => {
  test('gives tags, text and CDATA in order and leaves out comments, instructions and the DOCTYPE', () => {
    expect(events('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "]>"> <!-- ]> -->]><a x="1"><!-- <b> -->t<b/><![CDATA[<c>]]></a>')).toEqual([
      '<a x="1">',
      't',
      '<b>',
      '</b>',
      '[<c>]',
      '</a>',
    ]);
  });

  test('treats what is no markup as text', () => {
    expect(events('1 < 2 <3 &c <> </ ><!x').join('')).toBe('1 < 2 <3 &c <> </ ><!x');
  });

  test('looks over angle brackets in quoted values', () => {
    expect(events('<a title="x > y" b=\'</a>\'>t</a>')).toEqual(['<a title="x > y" b=\'</a>\'>', 't', '</a>']);
  });

  test('ends a tag whose quote is never closed', () => {
    expect(events('<a href="x>t</a>')).toEqual(['<a href="x>', 't', '</a>']);
    expect(events('<a href="x>t</a>\n<b c="d">u</b>')).toEqual(['<a href="x>', 't', '</a>', '\n', '<b c="d">', 'u', '</b>']);
  });

  test('closes an end tag that lacks its bracket', () => {
    expect(events('<a>t</a <b>u</b')).toEqual(['<a>', 't', '</a>', '<b>', 'u', '</b>']);
  });

  test('says when the source ends inside markup', () => {
    for (const source of ['<a', '<a b="', 'x<!-- ', '<![CDATA[ x', '<?pi', '<!DOCTYPE a [ <!ENTITY']) expect(events(source).at(-1), source).toBe('CUT');
  });

  test.each([
    '<',
    '<!',
    '<!--',
    '<![CDATA[',
    '<?',
    '<?a>',
    '</a',
    '<a',
    '<a b="',
    `<a b="'<c d='">`,
    '<a b= ',
    '<!DOCTYPE a>',
    '<a ><b >',
    '<!ENTITY a "b">',
    '<a b=">',
    '\n<a b=">\n</',
  ])('comes to its end on a million characters of %j', (piece) => void events(piece.repeat(Math.ceil(1e6 / piece.length))), 60_000);
});

describe('readAttributes', () => {
  test('reads quoted, unquoted and lonely attributes, names in lower case, the first of two counts', () => {
    expect([...readAttributes(` A="1" b='2' c = 3 d A="4" e="&amp;" f="`)]).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
      ['d', ''],
      ['e', '&amp;'],
      ['f', ''],
    ]);
  });

  test('comes to its end on a million of anything', () => {
    for (const piece of ['a ', '="', `a="'`, 'a=', ' ', '=']) readAttributes(piece.repeat(1e6));
  });
});
