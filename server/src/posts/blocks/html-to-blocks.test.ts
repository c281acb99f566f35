import { describe, expect, it } from 'vitest';
import type { Block } from '../../contract/blocks.ts';
import { blockSchema } from '../../contract/blocks.ts';
import { blocksToHtml } from './blocks-to-html.ts';
import { blocksToText } from './blocks-to-text.ts';
import { htmlToBlocks } from './html-to-blocks.ts';

const baseUrl = 'https://gazette.example/2031/harbour/';
const read = (html: string): Block[] => htmlToBlocks(html, { baseUrl });
const html = (markup: string): string => blocksToHtml(read(markup));

describe('text', () => {
  it('collapses white space as a browser shows it', () => {
    expect(read('<p>  The \n\t harbour   <b> opened </b> today </p>')).toEqual([
      {
        t: 'p',
        c: [
          { t: 'text', text: 'The harbour ' },
          { t: 'b', c: [{ t: 'text', text: 'opened' }] },
          { t: 'text', text: ' today' },
        ],
      },
    ]);
  });

  it('keeps spaces that do not collapse, and drops paragraphs that hold nothing else', () => {
    expect(html('<p>5&nbsp;km</p><p>&nbsp;</p><p>\u200b</p>')).toBe('<p>5&nbsp;km</p>');
  });

  it('ends a paragraph at every block element, closed or not', () => {
    expect(html('one<div>two<p>three<p>four</div>five')).toBe('<p>one</p><p>two</p><p>three</p><p>four</p><p>five</p>');
  });

  it('takes one line break as a break and several as a new paragraph', () => {
    expect(html('<p>a<br>b<br><br>c<br></p>')).toBe('<p>a<br>b</p><p>c</p>');
  });

  it('decodes entities once', () => {
    expect(blocksToText(read('<p>Fish &amp;amp; chips &lt;b&gt; caf&eacute; &#128031; &#150;</p>'))).toBe('Fish &amp; chips <b> café 🐟 –');
  });

  it('removes control characters and mends broken surrogates', () => {
    expect(blocksToText(htmlToBlocks('a\u0000b\u0008c \ud800 d', { baseUrl: null }))).toBe('abc \ufffd d');
  });
});

describe('formats', () => {
  it('survives crossed tags', () => {
    expect(html('<b>one <i>two</b> three</i>')).toBe('<p><b>one <i>two</i></b> <i>three</i></p>');
  });

  it('carries an open format over blocks, as browsers do', () => {
    expect(html('<em><p>a</p><p>b</p></em><p>c</p>')).toBe('<p><i>a</i></p><p><i>b</i></p><p>c</p>');
  });

  it('does not repeat a format inside itself', () => {
    expect(html('<b>x<strong>y</strong>z</b>')).toBe('<p><b>xyz</b></p>');
  });

  it('knows spoilers and drawn emoji of Telegram', () => {
    expect(html('<i class="emoji" style="background-image:url(x)"><b>🌊</b></i> <tg-spoiler>who</tg-spoiler> <span class="tg-spoiler">did</span>')).toBe(
      '<p>🌊 <tg-spoiler>who</tg-spoiler> <tg-spoiler>did</tg-spoiler></p>',
    );
  });
});

describe('links', () => {
  it('makes addresses absolute and keeps only web, mail, telephone and Telegram ones', () => {
    const markup =
      '<a href="../x?a=1&amp;b=2">1</a><a href="MAILTO:desk@gazette.example">2</a><a href="tel:+100">3</a><a href="tg://resolve?domain=gazette">4</a><a href="ftp://f.example/">5</a>';
    expect(html(markup)).toBe(
      '<p><a href="https://gazette.example/2031/x?a=1&amp;b=2">1</a><a href="mailto:desk@gazette.example">2</a><a href="tel:+100">3</a><a href="tg://resolve?domain=gazette">4</a>5</p>',
    );
  });

  it.each(['javascript:alert(1)', ' java\nscript:alert(1)', '&#106;avascript:alert(1)', 'data:text/html,x', 'vbscript:x', '\u2028javascript:alert(1)'])(
    'drops %j and keeps the text',
    (href) => {
      expect(html(`<a href="${href}">read on</a>`)).toBe('<p>read on</p>');
    },
  );

  it('drops relative addresses when there is nothing to resolve them against', () => {
    expect(blocksToHtml(htmlToBlocks('<a href="/x">y</a><img src="/z.png">', { baseUrl: null }))).toBe('<p>y</p>');
  });
});

describe('pictures', () => {
  it('finds the real address behind lazy loading', () => {
    const src = (markup: string) => read(markup).map((block) => (block.t === 'image' ? block.src : block.t));
    expect(src('<img src="/img/placeholder.gif" data-src="/a.jpg">')).toEqual(['https://gazette.example/a.jpg']);
    expect(src('<img src="data:image/gif;base64,R0" srcset="/s.jpg 320w, /l.jpg 1280w">')).toEqual(['https://gazette.example/l.jpg']);
    expect(src('<picture><source srcset="/p.webp 2x"><img alt=""></picture>')).toEqual(['https://gazette.example/p.webp']);
    expect(src('<img data-src="/b.jpg"><noscript><img src="/b.jpg"></noscript>')).toEqual(['https://gazette.example/b.jpg']);
  });

  it('leaves out tracking pixels', () => {
    expect(read('<img src="/t.gif" width="1" height="1"><img src="/t2.gif" style="width:1px;height:1px"><img src="https://pixel.wp.com/b.gif">')).toEqual([]);
  });

  it('takes the caption of its figure', () => {
    expect(read('<figure><img src="/a.jpg" width="640" height="480" alt="A  pier"><figcaption>The <i>old</i> pier</figcaption></figure>')).toEqual([
      {
        t: 'image',
        src: 'https://gazette.example/a.jpg',
        alt: 'A pier',
        width: 640,
        height: 480,
        caption: [
          { t: 'text', text: 'The ' },
          { t: 'i', c: [{ t: 'text', text: 'old' }] },
          { t: 'text', text: ' pier' },
        ],
      },
    ]);
  });

  it('reads a drawn emoji as its letter and leaves other icons out of a line', () => {
    expect(html('<p>Wind <img class="emoji" alt="🌬" src="/w.png"> from <img src="/n.png" width="16" height="16" alt="N"></p>')).toBe('<p>Wind 🌬 from</p>');
  });
});

describe('players', () => {
  it('turns frames of known sites into plain links', () => {
    expect(
      read(
        '<iframe src="//www.youtube.com/embed/a1B2c3D4e5F?rel=0" title="Storm"></iframe><iframe src="https://player.vimeo.com/video/7654321"></iframe><iframe src="https://ads.example/x">no</iframe>',
      ),
    ).toEqual([
      { t: 'embed', url: 'https://www.youtube.com/watch?v=a1B2c3D4e5F', title: 'Storm' },
      { t: 'embed', url: 'https://vimeo.com/7654321', title: 'Vimeo' },
    ]);
  });

  it('reads video and audio with their sources, without the words for old browsers', () => {
    expect(read('<video poster="/p.jpg"><source src="/v.mp4"><source src="/v.webm">Your browser is old.</video><audio src="/a.ogg"></audio>')).toEqual([
      { t: 'media', kind: 'video', src: 'https://gazette.example/v.mp4', poster: 'https://gazette.example/p.jpg' },
      { t: 'media', kind: 'audio', src: 'https://gazette.example/a.ogg' },
    ]);
  });
});

describe('structure', () => {
  it('maps headings to three levels', () => {
    expect(html('<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h6>e</h6>')).toBe('<h2>a</h2><h2>b</h2><h3>c</h3><h4>d</h4><h4>e</h4>');
  });

  it('nests lists and forgives missing tags', () => {
    expect(html('<ol><li>a<li>b<ul><li>c</ul></ol><li>alone')).toBe('<ol><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ol><ul><li>alone</li></ul>');
  });

  it('keeps preformatted text as it is', () => {
    expect(read('<pre><code>\nif (x &lt; 1) {\r\n  y();<br>}\n</code></pre>')).toEqual([{ t: 'pre', text: 'if (x < 1) {\n  y();\n}' }]);
  });

  it('keeps tables of data and flattens tables of layout', () => {
    expect(html('<table><thead><tr><td>Ship<td>Tons<tbody><tr><td>Ada<td>40</table>')).toBe(
      '<table><tbody><tr><th>Ship</th><th>Tons</th></tr><tr><td>Ada</td><td>40</td></tr></tbody></table>',
    );
    expect(html('<table><tr><td><h2>News</h2><p>One</p></td></tr><tr><td><table><tr><td>Two</td></tr></table></td></tr></table>')).toBe(
      '<h2>News</h2><p>One</p><p>Two</p>',
    );
  });

  it('keeps quotes with what stands in them', () => {
    expect(html('<blockquote>a<p>b</p><ul><li>c</li></ul></blockquote>')).toBe('<blockquote><p>a</p><p>b</p><ul><li>c</li></ul></blockquote>');
  });

  it('shows nothing that the page hides', () => {
    expect(
      html(
        '<p>a</p><div style="display: none"><p>b</p></div><p hidden>c</p><script>d</script><style>e</style><template>f</template><svg><text>g</text></svg><p>h</p>',
      ),
    ).toBe('<p>a</p><p>h</p>');
  });

  it('does not let an unclosed hidden element swallow the rest', () => {
    expect(html('<div><span hidden>x</div><p>y</p>')).toBe('<p>y</p>');
    expect(html('<svg><p>z</p>')).toBe('<p>z</p>');
  });

  it('gives what the contract of blocks allows', () => {
    const blocks = read(
      '<h1>a</h1><ul><li><b>b</b></ul><table><tr><th>1<th>2<tr><td>3<td>4</table><figure><img src=/x.png><figcaption>y</figcaption></figure><hr><pre>z</pre>',
    );
    for (const block of blocks) expect(() => blockSchema.parse(block)).not.toThrow();
    expect(blocks).toHaveLength(6);
  });
});
