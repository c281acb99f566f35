import { describe, expect, it } from 'vitest';
import { fingerprint, hammingDistance } from './fingerprint.ts';
import { hashWord } from './fingerprint-hash.ts';
import { scanWords } from './fingerprint-words.ts';
import { withoutSignatures } from './fingerprint-signature.ts';

const ferry = 'Паром «Северянка» снова ходит между Лукоморьем и островом Буян: первый рейс встречали триста человек и духовой оркестр.';
const words = (text: string) => {
  const { hash, count } = scanWords(text);
  return Array.from(hash.subarray(0, count));
};

describe('the fingerprint', () => {
  it('is a signed 64-bit number', () => {
    const { simhash } = fingerprint(null, ferry);
    expect(simhash).not.toBeNull();
    expect(BigInt.asIntN(64, simhash!)).toBe(simhash);
  });

  it('does not see emoji, links, hashtags, mentions, spacing, case and signatures', () => {
    const plain = fingerprint(null, ferry).simhash;
    for (const changed of [
      `⚡️ ${ferry} 🔥`,
      `${ferry}\n\nПодписаться на канал`,
      `${ferry} Читать далее`,
      `${ferry} https://coast.example/a?b=1 t.me/coast/12`,
      `${ferry}\n#паром #остров\n@coast_news`,
      ferry.replaceAll(' ', '\u00a0 \n'),
      ferry.toUpperCase(),
      `👉 Подписывайтесь на «Береговые вести»\n${ferry}`,
      ferry.replaceAll('ё', 'е'),
    ]) {
      expect(fingerprint(null, changed).simhash, changed).toBe(plain);
    }
  });

  it('counts a title that the text repeats once', () => {
    expect(fingerprint('Паром «Северянка»', ferry).simhash).toBe(fingerprint(null, ferry).simhash);
    expect(fingerprint('Другой заголовок', ferry).simhash).not.toBe(fingerprint(null, ferry).simhash);
  });

  it('is near for like texts and far for others', () => {
    const base = fingerprint(null, ferry).simhash!;
    expect(hammingDistance(base, fingerprint(null, ferry.replace('снова', 'опять')).simhash!)).toBeLessThan(16);
    expect(hammingDistance(base, fingerprint(null, 'The council voted to repaint every lamp post along the sea wall in green.').simhash!)).toBeGreaterThan(16);
    expect(hammingDistance(-1n, 0n)).toBe(64);
  });

  it('is null for texts too short to compare', () => {
    for (const text of ['', '👍', 'Доброе утро!', 'https://coast.example/1', 'и не то чтобы да']) expect(fingerprint(null, text).simhash, text).toBeNull();
  });

  it('is the same for the same input, whatever was read in between', () => {
    const first = fingerprint('Title', ferry);
    fingerprint(null, 'Entirely different words about a lighthouse and its keeper, 42 of them.');
    expect(fingerprint('Title', ferry)).toEqual(first);
  });

  it('keeps its samples bounded for giant and odd texts', () => {
    for (const text of [
      'слово'.repeat(100_000),
      Array.from({ length: 50_000 }, (_, n) => `w${String(n)} ${String(n)} Name${String(n)}`).join(' '),
      '\u0301'.repeat(50_000),
      '漢'.repeat(50_000),
      '«'.repeat(50_000),
    ]) {
      const print = fingerprint(text, text);
      expect(print.words.length).toBeLessThanOrEqual(24);
      expect(print.anchors.length).toBeLessThanOrEqual(6);
      expect(print.facts.names.length).toBeLessThanOrEqual(16);
    }
  });
});

describe('reading words', () => {
  it('writes numbers in one way', () => {
    for (const text of ['64000', '64 000', '64,000', '64.000', '64\u00a0000']) expect(words(text), text).toEqual([hashWord('64000')]);
    expect(words('1,5')).toEqual(words('1.5'));
    expect(words('2:1')).not.toEqual(words('1:2'));
    expect(words('упал до -5')).not.toEqual(words('упал до 5'));
    expect(words('64k')).not.toEqual(words('65k'));
    expect(words('в 5, 6 и 7')).toHaveLength(5);
  });

  it('takes links out whole', () => {
    expect(words('see https://coast.example/a/b?c=d#e now')).toEqual(words('see now'));
    expect(words('see coast.example/a now')).toEqual(words('see now'));
    expect(words('конец.Начало')).toHaveLength(2);
    expect(words('and/or')).toHaveLength(2);
  });

  it('reads Chinese and Japanese as pairs of characters', () => {
    expect(words('海辺の町')).toHaveLength(3);
  });
});

describe('signatures', () => {
  it('go from the ends only, and never take everything', () => {
    expect(withoutSignatures('Читать далее')).toBe('Читать далее');
    expect(
      withoutSignatures(
        'Read more books, said the librarian, and people did so all summer long in every reading room of the coast, from the harbour to the hills.',
      ),
    ).toContain('librarian');
    expect(withoutSignatures('One.\nSubscribe to our channel\nTwo things happened here today.')).toContain('Subscribe');
    expect(withoutSignatures('The bridge is open. Continue reading…')).toBe('The bridge is open.');
  });
});
