import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Block, Inline } from '../../lib/contract-types.ts';
import { Blocks } from './blocks.tsx';

const render = (blocks: Block[], images: Record<string, string> = {}, hits: string[] = []): string =>
  renderToStaticMarkup(<Blocks blocks={blocks} images={images} hits={new Set(hits)} />);
const text = (value: string): Inline => ({ t: 'text', text: value });

describe('the body of a post', () => {
  it('shows markup in texts as text', () => {
    expect(render([{ t: 'p', c: [text('<img src=x onerror=alert(1)>')] }])).toBe('<p>&lt;img src=x onerror=alert(1)&gt;</p>');
  });

  it('leaves out no level of headings, whatever the author has chosen', () => {
    const heading = (level: 2 | 3 | 4): Block => ({ t: 'h', level, c: [text('x')] });
    expect(render([heading(4), heading(4), heading(2), { t: 'quote', c: [heading(4)] }]).match(/<h\d/g)).toEqual(['<h2', '<h3', '<h2', '<h3']);
  });

  it('links only to harmless addresses, and tells the other side nothing', () => {
    const html = render([
      {
        t: 'p',
        c: [
          { t: 'a', href: 'javascript:alert(1)', c: [text('bad')] },
          { t: 'a', href: 'https://site.example/a', c: [text('good')] },
        ],
      },
    ]);
    expect(html).toBe('<p>bad<a href="https://site.example/a" target="_blank" rel="noopener noreferrer nofollow">good</a></p>');
  });

  it('shows a picture only through this server', () => {
    const image: Block = { t: 'image', src: 'https://pictures.example/a.jpg', alt: 'A boat', width: 640, height: 480 };
    const shown = render([image], { 'https://pictures.example/a.jpg': '/api/images/tok' });
    expect(shown).toContain('src="/api/images/tok?w=1280"');
    expect(shown).not.toContain('pictures.example');
    for (const images of [
      {},
      { 'https://pictures.example/a.jpg': 'https://evil.example/x' },
      { 'https://pictures.example/a.jpg': '//evil.example/x' },
    ] as Record<string, string>[])
      expect(render([image], images)).not.toContain('<img');
  });

  it('never plays or frames anything of another site', () => {
    const html = render([
      { t: 'media', kind: 'video', src: 'https://video.example/a.mp4' },
      { t: 'embed', url: 'https://video.example/b', title: 'A talk' },
    ]);
    expect(html).not.toMatch(/<(video|audio|iframe|object|embed)/);
    expect(html).toContain('A talk');
  });

  it('marks the words that a search has hit, and nothing that a source highlights itself', () => {
    expect(render([{ t: 'p', c: [text('The night ferry'), { t: 'mark', c: [text(' and more')] }] }], {}, ['ferry'])).toBe(
      '<p>The night <mark>ferry</mark><b> and more</b></p>',
    );
  });

  it('stops at a depth that no honest post reaches', () => {
    let inline: Inline = text('deep');
    for (let depth = 0; depth < 5000; depth++) inline = { t: 'b', c: [inline] };
    let block: Block = { t: 'p', c: [inline] };
    for (let depth = 0; depth < 5000; depth++) block = { t: 'quote', c: [block] };
    expect(render([{ t: 'p', c: [inline] }, block])).not.toContain('deep');
  });
});
