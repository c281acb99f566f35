import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDanger } from '#test/suites/xss';
import { blocksToHtml } from './blocks-to-html.ts';
import { blocksToText } from './blocks-to-text.ts';
import { htmlToBlocks } from './html-to-blocks.ts';

const names =
  'p div b i u s em strong a span ul ol li table tr td th thead tbody caption figure figcaption img br hr h1 h3 pre code blockquote dl dt dd video source iframe svg math script style noscript template select option textarea tg-spoiler sub mark font details summary picture xmp plaintext frameset object';
const attributes = [
  '',
  ' href="https://a.example/?b=1&c=2"',
  ' href="javascript:x"',
  ' src="https://a.example/i.png"',
  ' src="/r.png"',
  ' width=10 height=20',
  ' alt="&quot;<b>"',
  ' class="emoji"',
  ' hidden',
  ' onload=x',
  ' style="background:url(javascript:x)"',
  ' srcset="a.png 1x, b.png 2x"',
];
const texts = [
  'a',
  ' ',
  '  b ',
  '\n',
  '&nbsp;',
  '&lt;script&gt;',
  '\t',
  '&#13;',
  '<',
  '>',
  '&',
  '"',
  '\u0000',
  '😀',
  '\u2028',
  '<!--',
  '-->',
  ']]>',
  '<![CDATA[',
];
const tag = fc.tuple(fc.constantFrom(...names.split(' ')), fc.constantFrom(...attributes)).map(([name, attribute]) => `<${name}${attribute}>`);
const soup = fc
  .array(
    fc.oneof(
      tag,
      fc.constantFrom(...names.split(' ')).map((name) => `</${name}>`),
      fc.constantFrom(...texts),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe('any markup', () => {
  it('comes out harmless, and the same when it is read again', () => {
    fc.assert(
      fc.property(soup, (markup) => {
        const output = blocksToHtml(htmlToBlocks(markup, { baseUrl: 'https://base.example/' }));
        expect(findDanger(output)).toEqual([]);
        expect(blocksToHtml(htmlToBlocks(output, { baseUrl: null }))).toBe(output);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('markup made to exhaust', () => {
  const deep = 60_000;
  const bombs: [name: string, markup: string, holds: string][] = [
    ['nested boxes', `${'<div>'.repeat(deep)}end${'</div>'.repeat(deep)}`, 'end'],
    ['nested quotes', `${'<blockquote>'.repeat(deep)}end`, 'end'],
    ['nested formats', `${'<b><i><u>'.repeat(deep)}end`, 'end'],
    ['nested lists', `start${'<ul><li>'.repeat(deep)}x`, 'start'],
    ['nested tables', `start${'<table><tr><td>'.repeat(deep)}x`, 'start'],
    ['end tags without beginning', `${'<div>'.repeat(deep)}${'</span></b></table>'.repeat(deep)}end`, 'end'],
    ['a million paragraphs', 'word<p>'.repeat(1_000_000), 'word'],
    ['a million characters in one word', 'x'.repeat(1_000_000), 'xxx'],
    ['a tag with 200,000 attributes', `<a ${'b=c '.repeat(200_000)}>end</a>`, 'end'],
    ['a million opening brackets', `end ${'<'.repeat(1_000_000)}`, 'end'],
  ];

  it.each(bombs)(
    '%s are read to the end and cut to size',
    (_name, markup, holds) => {
      const blocks = htmlToBlocks(markup, { baseUrl: null });
      expect(blocksToText(blocks)).toContain(holds);
      expect(JSON.stringify(blocks).length).toBeLessThan(2_000_000);
    },
    60_000,
  );

  it('keeps the first part of a text that is too long', () => {
    const blocks = htmlToBlocks(`<p>${'word '.repeat(1000)}</p><p>never</p>`, { baseUrl: null, maxChars: 500 });
    expect(blocksToText(blocks).length).toBeLessThanOrEqual(500);
    expect(blocksToText(blocks).startsWith('word word')).toBe(true);
  });

  it('keeps the content of what nests deeper than is kept', () => {
    const markup = `${'<blockquote>'.repeat(8)}inside${'</blockquote>'.repeat(8)}`;
    const output = blocksToHtml(htmlToBlocks(markup, { baseUrl: null, maxDepth: 4 }));
    expect(output).toContain('inside');
    expect(output.match(/<blockquote>/g)).toHaveLength(3);
  });
});
