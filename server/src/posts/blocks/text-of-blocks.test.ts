import { describe, expect, it } from 'vitest';
import { blocksToText } from './blocks-to-text.ts';
import { collectImages, collectLinks } from './collect.ts';
import { htmlToBlocks } from './html-to-blocks.ts';
import { textToBlocks } from './text-to-blocks.ts';

const read = (html: string) => htmlToBlocks(html, { baseUrl: 'https://gazette.example/' });

describe('the text of blocks', () => {
  it('parts paragraphs by a blank line, items and rows by a line, cells by a tab', () => {
    const html =
      '<h2>Ferries</h2><p>On time<br>mostly</p><ul><li>North</li><li>South</li></ul><table><tr><td>Ada</td><td>9:10</td></tr><tr><td>Bo</td><td>9:40</td></tr></table><pre>a\n b</pre>';
    expect(blocksToText(read(html))).toBe('Ferries\n\nOn time\nmostly\n\nNorth\nSouth\n\nAda\t9:10\nBo\t9:40\n\na\n b');
  });

  it('says what captions say and nothing for pictures without one', () => {
    expect(blocksToText(read('<figure><img src="/a.jpg"><figcaption>The pier</figcaption></figure><img src="/b.jpg" alt="x">'))).toBe('The pier');
  });
});

describe('what a post points to', () => {
  const html =
    '<p><a href="/a">first</a> and <b><a href="/b">second</a></b> and <a href="/a">first again</a></p><ul><li><a href="/c">third</a></li></ul><iframe src="https://youtu.be/a1B2c3D4e5F"></iframe><table><tr><td><a href="/d">x</a><td>1<tr><td>2<td>3</table><blockquote><img src="/i.jpg" width="30" height="40"><img src="/j.jpg"></blockquote><img src="/i.jpg">';

  it('lists links in order, each once, with their text', () => {
    expect(collectLinks(read(html))).toEqual([
      { href: 'https://gazette.example/a', text: 'first' },
      { href: 'https://gazette.example/b', text: 'second' },
      { href: 'https://gazette.example/c', text: 'third' },
      { href: 'https://www.youtube.com/watch?v=a1B2c3D4e5F', text: 'YouTube' },
      { href: 'https://gazette.example/d', text: 'x' },
    ]);
  });

  it('lists pictures each once', () => {
    expect(collectImages(read(html)).map(({ src }) => src)).toEqual(['https://gazette.example/i.jpg', 'https://gazette.example/j.jpg']);
  });
});

describe('plain text', () => {
  it('keeps its lines and paragraphs', () => {
    expect(textToBlocks(' one\r\ntwo \n\n \n three ')).toEqual([
      { t: 'p', c: [{ t: 'text', text: 'one' }, { t: 'br' }, { t: 'text', text: 'two' }] },
      { t: 'p', c: [{ t: 'text', text: 'three' }] },
    ]);
  });

  it('links bare addresses without the punctuation around them', () => {
    expect(textToBlocks('See https://gazette.example/x_(y), or (http://b.example/z). «https://c.example/»')).toEqual([
      {
        t: 'p',
        c: [
          { t: 'text', text: 'See ' },
          { t: 'a', href: 'https://gazette.example/x_(y)', c: [{ t: 'text', text: 'https://gazette.example/x_(y)' }] },
          { t: 'text', text: ', or (' },
          { t: 'a', href: 'http://b.example/z', c: [{ t: 'text', text: 'http://b.example/z' }] },
          { t: 'text', text: '). «' },
          { t: 'a', href: 'https://c.example/', c: [{ t: 'text', text: 'https://c.example/' }] },
          { t: 'text', text: '»' },
        ],
      },
    ]);
  });

  it('leaves markup as text and is empty for nothing', () => {
    expect(blocksToText(textToBlocks('<b>x</b>'))).toBe('<b>x</b>');
    expect(textToBlocks(' \n \n')).toEqual([]);
  });
});
