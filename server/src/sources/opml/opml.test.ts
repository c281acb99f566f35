import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { parseOpml, type ParsedOpml } from './parse-opml.ts';
import { writeOpml, type OpmlOutline } from './write-opml.ts';

const read = (text: string): ParsedOpml => parseOpml(Buffer.from(text));
const body = (outlines: string): string => `<?xml version="1.0"?><opml version="2.0"><head><title>My list</title></head><body>${outlines}</body></opml>`;
const feed = (name: string, rest = ''): string =>
  `<outline type="rss" text="${name}" xmlUrl="https://${name}.example/feed" htmlUrl="https://${name}.example/"${rest}/>`;

describe('parseOpml', () => {
  test('reads sources with their folders, nested ones joined', () => {
    const list = read(
      body(`${feed('quay')}<outline text="News"><outline text="Ports &amp; ships">${feed('harbour')}</outline>${feed('tide')}</outline>${feed('reef')}`),
    );
    expect(list.title).toBe('My list');
    expect(list.problems).toEqual([]);
    expect(list.sources.map(({ title, folder }) => [title, folder])).toEqual([
      ['quay', null],
      ['harbour', 'News / Ports & ships'],
      ['tide', 'News'],
      ['reef', null],
    ]);
    expect(list.sources[0]).toEqual({ title: 'quay', address: 'https://quay.example/feed', siteUrl: 'https://quay.example/', folder: null, kind: 'rss' });
  });

  test('takes the folder from the category of a flat list', () => {
    expect(read(body(feed('quay', ' category="/News/Ports,/Other"'))).sources[0]?.folder).toBe('News / Ports');
  });

  test('calls a source without a name by its site or its address', () => {
    const list = read(body('<outline xmlUrl="https://quay.example/feed" htmlUrl="https://quay.example/"/><outline XMLURL="https://reef.example/feed"/>'));
    expect(list.sources.map((source) => source.title)).toEqual(['https://quay.example/', 'https://reef.example/feed']);
  });

  test('reports duplicates and addresses that cannot be followed', () => {
    const list = read(
      body(
        `${feed('quay')}${feed('quay')}<outline type="rss" text="a"/><outline text="b" xmlUrl="javascript:alert(1)"/><outline text="c" xmlUrl="feed://reef.example/x"/>`,
      ),
    );
    expect(list.sources.map((source) => source.address)).toEqual(['https://quay.example/feed', 'http://reef.example/x']);
    expect(list.problems.map((problem) => problem.code)).toEqual(['duplicate', 'address_missing', 'address_invalid']);
  });

  test('recovers from bare ampersands, missing ends and a cut file', () => {
    const list = read(
      `<opml><body><outline text="A & B"><outline xmlUrl="https://quay.example/?a=1&b=2" text="1 < 2">${feed('reef')}<outline xmlUrl="https://cut`,
    );
    expect(list.sources.map((source) => [source.title, source.address, source.folder])).toEqual([
      ['1 < 2', 'https://quay.example/?a=1&b=2', 'A & B'],
      ['reef', 'https://reef.example/feed', 'A & B'],
    ]);
    expect(list.problems.map((problem) => problem.code)).toEqual(['truncated']);
  });

  test('reads other encodings and refuses what is no list', () => {
    const text = body('<outline text="Причал" xmlUrl="https://quay.example/feed"/>').replace('"1.0"', '"1.0" encoding="windows-1251"');
    expect(parseOpml(iconv.encode(text, 'windows-1251')).sources[0]?.title).toBe('Причал');
    for (const wrong of ['', 'text', '<html></html>', '{"a":1}', '<rss><channel/></rss>', '<opml'])
      expect(() => read(wrong), wrong).toThrow(expect.objectContaining({ code: 'opml_malformed' }) as Error);
    expect(read(body('')).sources).toEqual([]);
  });

  test('stops reading where a list of nothing but folders does not end', () => {
    const list = read(body(`${feed('quay')}${'<outline text="n">'.repeat(60_000)}${feed('reef')}`));
    expect([list.sources.map(({ title }) => title), list.problems.map(({ code }) => code)]).toEqual([['quay'], ['too_many']]);
  });

  test('is not impressed by bombs', () => {
    const list = read(
      `<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body><outline text="&b;">${'<outline text="x">'.repeat(40_000)}${feed('quay')}`,
    );
    expect(list.sources[0]?.folder?.split(' / ')).toHaveLength(8);
    expect(read(body(Array.from({ length: 12_000 }, (_, index) => `<outline xmlUrl="https://x.example/${index}"/>`).join(''))).sources).toHaveLength(10_000);
  });
});

describe('writeOpml', () => {
  test('round-trips names, folders and kinds', () => {
    const sources: OpmlOutline[] = [
      { title: 'Quay "news" & <more>', address: 'https://quay.example/feed?a=1&b=2', siteUrl: 'https://quay.example/', folder: null, kind: 'rss' },
      { title: 'Канал', address: 'https://t.me/s/harbour', siteUrl: null, folder: 'Чтение / Порты', kind: 'telegram' },
      { title: 'Page\nwith\u0000 odd \u{1F6A2} signs', address: 'https://reef.example/news', siteUrl: 'https://reef.example/', folder: 'Чтение', kind: 'web' },
    ];
    const text = writeOpml({ title: 'Tidings & co', sources });
    expect(text).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<opml version="2\.0">/);
    const list = read(text);
    expect(list.title).toBe('Tidings & co');
    expect(list.problems).toEqual([]);
    const byAddress = new Map(list.sources.map((source) => [source.address, source]));
    for (const source of sources) expect(byAddress.get(source.address)).toEqual({ ...source, title: source.title.replace('\n', ' ').replace('\u0000', '') });
  });
});
