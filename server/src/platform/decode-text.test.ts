import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeText, encodingName } from './decode-text.ts';

const feed = (title: string, declaration = ''): string => `${declaration}<rss><channel><title>${title}</title></channel></rss>`;
const russian = 'Наводнение в Заречье пошло на спад, дороги открыты';

function encoded(text: string, encoding: string): Uint8Array {
  return iconv.encode(text, encoding);
}

describe('decodeText', () => {
  test('takes a byte order mark over every declaration', () => {
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be']) {
      const bytes = iconv.encode(feed(russian), encoding, { addBOM: true });
      expect(decodeText(bytes, { kind: 'xml', contentType: 'text/xml; charset=windows-1251' }), encoding).toEqual({ text: feed(russian), encoding });
    }
  });

  test('recognises wide encodings without a mark, also after blanks', () => {
    for (const encoding of ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be']) {
      expect(decodeText(encoded(feed(russian), encoding), { kind: 'xml' }).text, encoding).toContain(russian);
    }
  });

  test('decodes by the HTTP charset, then by the declaration of the document', () => {
    const bytes = encoded(feed(russian, '<?xml version="1.0" encoding="koi8-r"?>'), 'koi8-r');
    expect(decodeText(bytes, { kind: 'xml' })).toMatchObject({ encoding: 'koi8-r', text: expect.stringContaining(russian) as string });
    const bare = encoded(feed(russian), 'windows-1251');
    expect(decodeText(bare, { kind: 'xml', contentType: `application/rss+xml;  charset='Windows-1251'` }).text).toContain(russian);
  });

  test('finds the charset of a page in either kind of meta', () => {
    const page = (meta: string): Uint8Array => encoded(`<html><head>${meta}<title>${russian}</title>`, 'windows-1251');
    expect(decodeText(page('<meta charset=windows-1251>'), { kind: 'html' }).text).toContain(russian);
    expect(decodeText(page('<meta http-equiv="Content-Type" content="text/html; charset=cp1251">'), { kind: 'html' }).text).toContain(russian);
  });

  test('believes a valid UTF-8 body more than what is said about it', () => {
    const bytes = encoded(feed('Café in Þingvellir', '<?xml version="1.0" encoding="iso-8859-1"?>'), 'utf-8');
    expect(decodeText(bytes, { kind: 'xml', contentType: 'text/xml; charset=windows-1251' })).toMatchObject({
      encoding: 'utf-8',
      text: expect.stringContaining('Þingvellir') as string,
    });
  });

  test('sniffs a body that says utf-8 and is not', () => {
    const bytes = encoded(feed(`${russian}. ${russian}`, '<?xml version="1.0" encoding="utf-8"?>'), 'windows-1251');
    expect(decodeText(bytes, { kind: 'xml', contentType: 'text/xml; charset=utf-8' }).text).toContain(russian);
  });

  test('passes over a declared encoding that the bytes contradict', () => {
    const text = feed('速報：台風が北上しています', '<?xml version="1.0" encoding="euc-jp"?>');
    expect(decodeText(encoded(text, 'shift_jis'), { kind: 'xml', contentType: 'text/xml; charset=shift_jis' }).text).toBe(text);
  });

  test('does not take 7-bit and short two-byte texts for UTF-8', () => {
    const japanese = feed('台風', '<?xml version="1.0" encoding="iso-2022-jp"?>');
    const escape = Buffer.from([0x1b, 0x24, 0x42, 0x42, 0x66, 0x49, 0x77, 0x1b, 0x28, 0x42]);
    const bytes = Buffer.concat([Buffer.from(japanese.split('台風')[0] ?? ''), escape, Buffer.from(japanese.split('台風')[1] ?? '')]);
    expect(decodeText(bytes, { kind: 'xml' })).toEqual({ text: japanese, encoding: 'iso-2022-jp' });
    const chinese = feed('联通', '<?xml version="1.0" encoding="gb2312"?>');
    expect(decodeText(encoded(chinese, 'gbk'), { kind: 'xml' }).text).toBe(chinese);
  });

  test('keeps a UTF-8 text with a damaged character', () => {
    const bytes = Buffer.concat([encoded(`${russian} `, 'utf-8'), Buffer.from([0xd0]), Buffer.from(' end')]);
    expect(decodeText(bytes, { kind: 'text' })).toEqual({ text: `${russian} \uFFFD end`, encoding: 'utf-8' });
  });

  test('ignores names that are no encodings and never throws', () => {
    for (const contentType of ['text/xml; charset=bogus', 'text/xml; charset=', 'charset', ';;;', null]) {
      expect(decodeText(encoded(feed('Café'), 'windows-1252'), { kind: 'xml', contentType }).text).toContain('Café');
    }
    for (const bytes of [new Uint8Array(), new Uint8Array([0xff]), new Uint8Array(5000).fill(0xfe), new Uint8Array([0xff, 0xfe, 0x00])]) {
      expect(typeof decodeText(bytes, { kind: 'html' }).text).toBe('string');
    }
  });

  test('never lets a declaration that was read as ASCII choose a wide encoding', () => {
    expect(decodeText(Buffer.from(feed('plain', '<?xml version="1.0" encoding="utf-16"?>')), { kind: 'xml' })).toMatchObject({ encoding: 'utf-8' });
  });

  test('knows the labels of WHATWG and the ones people make up', () => {
    expect(encodingName('ISO-8859-1')).toBe('windows-1252');
    expect(encodingName('win-1251')).toBe('windows-1251');
    expect(encodingName(' UTF8 ')).toBe('utf-8');
    expect(encodingName('no such thing')).toBeNull();
  });
});
