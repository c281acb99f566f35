import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrow, type Demands } from './engine/narrow.ts';
import { LexicalIndex } from './lexical-index.ts';
import { matchWords } from './lexical/match-words.ts';
import { planWords } from './lexical/plan-words.ts';
import { forEachPosting } from './lexical/score-terms.ts';

function fill(texts: readonly (string | { title: string; text: string; tags?: string[] })[]): LexicalIndex {
  const index = new LexicalIndex();
  for (const [ordinal, text] of texts.entries()) index.put(ordinal, typeof text === 'string' ? { title: '', text, tags: [] } : { tags: [], ...text });
  return index;
}

function allowAll(count: number): Uint8Array {
  return new Uint8Array(count).fill(1);
}

/** The ordinals that match, the best first. */
function find(index: LexicalIndex, query: string, allowed = allowAll(100)): number[] {
  const { ordinals, tally } = matchWords(index, planWords([query]), allowed);
  return [...ordinals].sort((a, b) => tally.scores[b]! - tally.scores[a]! || a - b);
}

function finish(work: Generator<void, boolean>): boolean {
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

function holders(index: LexicalIndex, term: string): number[] {
  const found: number[] = [];
  const termId = index.dictionary.find(term);
  if (termId >= 0) forEachPosting(index, termId, (ordinal) => found.push(ordinal));
  return found.sort((a, b) => a - b);
}

describe('a post without a title', () => {
  const index = fill([
    'The pier was painted. A gull watched.',
    'A gull watched the harbour. The pier was painted.',
    { title: 'Painted', text: 'A gull watched the harbour all day. The pier.' },
  ]);

  it('has its first sentence for one', () => {
    expect(find(index, 'gull')[0]).toBe(1);
    expect(find(index, 'pier')[0]).toBe(0);
  });

  it('holds the word at which a first sentence without end is cut', () => {
    const long = fill([`${'and on '.repeat(35)}and harbour`]);
    expect(holders(long, 'harbour')).toEqual([0]);
  });

  it('holds phrases that go on after it', () => {
    const allowed = allowAll(3);
    narrow(index, allowed, { phrases: ['painted a gull'], notWords: [], notPhrases: [], tags: [], notTags: [] });
    expect([...allowed]).toEqual([1, 0, 0]);
  });
});

describe('what is held', () => {
  it('stays right through every order of adding, replacing, removing, saving and loading', () => {
    const word = fc.constantFrom('ferry', 'gull', 'harbour', 'tide');
    const change = fc.oneof(
      fc.record({ put: fc.nat(12), words: fc.array(word, { maxLength: 6 }) }),
      fc.record({ remove: fc.nat(12) }),
      fc.constant('reload' as const),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        let index = new LexicalIndex();
        const expected = new Map<number, string[]>();
        for (const one of changes) {
          if (one === 'reload') index = LexicalIndex.from(index.data());
          else if ('put' in one) {
            index.put(one.put, { title: '', text: one.words.join(' '), tags: [] });
            expected.set(one.put, one.words);
          } else {
            index.remove(one.remove);
            expected.delete(one.remove);
          }
        }
        expect(index.size).toBe(expected.size);
        for (const [name, stem] of [
          ['ferry', 'ferri'],
          ['gull', 'gull'],
          ['harbour', 'harbour'],
          ['tide', 'tide'],
        ] as const) {
          expect(holders(index, stem)).toEqual(
            [...expected]
              .filter(([, words]) => words.includes(name))
              .map(([ordinal]) => ordinal)
              .sort((a, b) => a - b),
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stays right when segments are merged and the dead are swept out while more arrives', () => {
    const index = new LexicalIndex();
    const texts = new Map<number, string>();
    const put = (ordinal: number, text: string): void => {
      index.put(ordinal, { title: '', text, tags: [] });
      texts.set(ordinal, text);
    };
    for (let i = 0; i < 12_000; i++) put(i, `common w${i % 97} v${i % 13} w${i % 97}`);
    for (let i = 0; i < 12_000; i += 2) {
      index.remove(i);
      texts.delete(i);
    }
    for (let round = 0; round < 20; round++) {
      const work = index.tidy();
      for (let step = work.next(), n = 0; ; step = work.next(), n++) {
        put(13_000 + round * 10 + (n % 10), `common late${n}`);
        if (n === 2) {
          index.remove(1 + round * 2);
          texts.delete(1 + round * 2);
        }
        if (step.done === true) break;
      }
    }
    expect(index.segments.length).toBeLessThan(6);
    const holding = (word: string): number[] =>
      [...texts]
        .filter(([, text]) => text.split(' ').includes(word))
        .map(([ordinal]) => ordinal)
        .sort((a, b) => a - b);
    for (const word of ['common', 'w5', 'v12', 'late1']) expect(holders(index, word)).toEqual(holding(word));
    expect(index.size).toBe(texts.size);
    expect(index.dictionary.counts[index.dictionary.find('w5')]).toBe(holding('w5').length);
    expect(finish(index.tidy())).toBe(false);
  });

  it('takes no more than 20,000 different terms of one post', () => {
    const made = Array.from({ length: 26_000 }, (_, i) => i.toString(36)).join(' ');
    const index = fill([{ title: 'Made up', text: made, tags: ['harbour'] }, 'late words']);
    expect(index.dictionary.size).toBeLessThanOrEqual(20_010);
    for (const word of ['made', '10', 'late']) expect(find(index, word).length, word).toBeGreaterThan(0);
    expect(holders(index, (25_999).toString(36))).toEqual([]);
  });

  it('drops terms that no post holds any more', () => {
    const index = fill(Array.from({ length: 9000 }, (_, i) => `only${i} common`));
    for (let i = 0; i < 9000; i++) if (i % 10 > 0) index.remove(i);
    while (finish(index.tidy()));
    expect(index.dictionary.find('only1')).toBe(-1);
    expect(holders(index, 'only10')).toEqual([10]);
    expect(holders(index, 'common')).toHaveLength(900);
  });
});

describe('phrases, exclusions and tags', () => {
  const index = fill([
    'the new ferry line opened',
    'the ferry has a new line',
    'new lines of ferries',
    { title: 'Old boats', text: 'sail away', tags: ['Harbour'] },
    'see #harbour',
    'tides and tides and fog',
  ]);
  const none: Demands = { phrases: [], notWords: [], notPhrases: [], tags: [], notTags: [] };
  const left = (demands: Partial<Demands>): number[] => {
    const allowed = allowAll(6);
    narrow(index, allowed, { ...none, ...demands });
    return [...allowed.keys()].filter((ordinal) => allowed[ordinal] === 1);
  };

  it('finds words that stand one after the other, in any form', () => {
    expect(left({ phrases: ['new line'] })).toEqual([1, 2]);
    expect(left({ phrases: ['new ferry line'] })).toEqual([0]);
    expect(left({ phrases: ['and tide and'] })).toEqual([5]);
    expect(left({ phrases: ['line new'] })).toEqual([]);
  });

  it('finds a phrase of hundreds of characters without spaces', () => {
    const text = Array.from({ length: 300 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join('');
    const allowed = allowAll(2);
    narrow(fill([text, text.slice(1)]), allowed, { ...none, phrases: [text] });
    expect([...allowed]).toEqual([1, 0]);
  });

  it('does not find a phrase across title and text', () => {
    expect(left({ phrases: ['boats sail'] })).toEqual([]);
  });

  it('leaves out posts with a word or a phrase', () => {
    expect(left({ notWords: ['ferry'] })).toEqual([3, 4, 5]);
    expect(left({ notPhrases: ['new line'] })).toEqual([0, 3, 4, 5]);
    expect(left({ notWords: ['unheardof'] })).toHaveLength(6);
  });

  it('knows tags that were given and hashtags', () => {
    expect(left({ tags: ['harbour'] })).toEqual([3, 4]);
    expect(left({ notTags: ['HARBOUR'] })).toEqual([0, 1, 2, 5]);
    expect(find(index, 'tag')).toEqual([]);
  });

  it('finds them beside a post whose joined word has the stem of its parts', () => {
    const posts = fill(['Слово их-их', 'Он видел их город', 'Он видел их город']);
    const loaded = LexicalIndex.from(posts.data());
    const allowed = allowAll(3);
    narrow(loaded, allowed, { phrases: ['видел их'], notWords: [], notPhrases: [], tags: [], notTags: [] });
    expect([...allowed]).toEqual([0, 1, 1]);
  });

  it('finds the same phrases after saving and loading', () => {
    const loaded = LexicalIndex.from(index.data());
    const allowed = allowAll(6);
    narrow(loaded, allowed, { ...none, phrases: ['new line'] });
    expect([...allowed]).toEqual([0, 1, 1, 0, 0, 0]);
  });
});

describe('ranking', () => {
  it('prefers rare words, more of them, and words of the title', () => {
    const index = fill([
      'Today. A ferry and zebra',
      'ferry and ferry and ferry',
      'nothing',
      'ferry',
      { title: 'Zebra', text: 'ferry and more' },
      { title: 'More', text: 'ferry and zebra' },
    ]);
    expect(find(index, 'zebra ferry')[0]).toBe(4);
    expect(find(index, 'ferry')[0]).toBe(1);
  });

  it('leaves the small words of a question aside when it has others, and looks for them when it has none', () => {
    const index = fill(['what is that', 'the ferry of Tarnholm', 'where is the harbour']);
    expect(find(index, 'what is the ferry')[0]).toBe(1);
    expect(find(index, 'what is that')[0]).toBe(0);
  });

  it('finds posts with some of the words when few have all', () => {
    const index = fill(['electric ferry', 'ferry', 'electric', 'gull']);
    const match = matchWords(index, planWords(['electric ferry']), allowAll(4));
    expect(match.complete).toBe(1);
    expect([...match.ordinals][0]).toBe(0);
    expect([...match.ordinals].sort()).toEqual([0, 1, 2]);
  });

  it('looks no further when enough posts have all words', () => {
    const index = fill([...Array.from({ length: 12 }, () => 'electric ferry'), 'ferry']);
    expect(find(index, 'electric ferry')).toHaveLength(12);
  });

  it('sees only what is allowed, also when it corrects', () => {
    const index = fill(['the lighthouse', 'a ferry']);
    const allowed = Uint8Array.of(0, 1);
    expect(find(index, 'lighthouse', allowed)).toEqual([]);
    expect(matchWords(index, planWords(['lighthuose']), allowed).corrections).toEqual([]);
  });
});

describe('what the words may have meant', () => {
  const index = fill([
    'правительство решило',
    'парома ждали',
    'экономический рост',
    'C++ and C',
    'plain C',
    'Lattice-2 released',
    'lattice of 2 rows',
    '東京の天気',
    'CVE-2026-1234 fixed',
    'the lighthouse keeper',
  ]);

  it('a slip is not corrected to the name of a tag', () => {
    expect(find(fill([{ title: '', text: 'Prices fall', tags: ['lantern'] }]), 'lanterm')).toEqual([]);
  });

  it('a slip of the finger, two letters swapped, the wrong keyboard layout', () => {
    expect(find(index, 'правителсьтво')).toEqual([0]);
    expect(find(index, 'lihgthouse')).toEqual([9]);
    expect(find(index, 'ghfdbntkmcndj')).toEqual([0]);
    expect(matchWords(index, planWords(['lihgthouse']), allowAll(100)).corrections).toEqual([{ word: 'lihgthouse', term: 'lighthous' }]);
  });

  it('an unfinished last word', () => {
    expect(find(index, 'keeper lighth')[0]).toBe(9);
    expect(matchWords(index, planWords(['lighth']), allowAll(100)).corrections).toEqual([]);
  });

  it('another form that the stems do not join, another word of the family', () => {
    expect(find(index, 'паром')).toContain(1);
    expect(find(index, 'экономика')).toContain(2);
  });

  it('of the first words of a long query only', () => {
    const slips = ['правителсьтво', ...Array.from({ length: 9 }, (_, i) => `qqqq${'xyzw'.repeat(i + 1)}`), 'lihgthouse'];
    expect(matchWords(index, planWords([slips.join(' ')]), allowAll(100)).corrections.map((one) => one.word)).toEqual(['правителсьтво']);
  });

  it('of a word that posts hold itself and nothing else, and of one that hardly any holds its family too, behind it', () => {
    const ferries = (count: number) =>
      fill([
        ...Array.from({ length: count }, () => `The boats. ${'Waves. '.repeat(20)} A ferry.`),
        'Ferrite, ferrite and ferrite',
        ...Array.from({ length: 60 }, () => 'Fog'),
      ]);
    const match = (count: number, allowed = allowAll(100)) => {
      const { ordinals, complete, also } = matchWords(ferries(count), planWords(['ferry']), allowed);
      return { exact: [...ordinals.subarray(0, complete)].sort(), others: [...ordinals.subarray(complete)], also: also.map((reading) => reading.term) };
    };
    expect(match(5)).toEqual({ exact: [0, 1, 2, 3, 4], others: [], also: [] });
    expect(match(2)).toEqual({ exact: [0, 1], others: [2], also: ['ferrit'] });
    // Only what the asker may see counts.
    expect(match(5, Uint8Array.of(1, 0, 0, 0, 0, 1))).toEqual({ exact: [0], others: [5], also: ['ferrit'] });
  });

  it('codes in every spelling, and the sharper form first', () => {
    expect(find(index, 'C++')).toEqual([3]);
    expect(find(index, 'lattice 2')).toContain(5);
    expect(find(index, 'Lattice-2')[0]).toBe(5);
    expect(find(index, 'lattice2')).toEqual([5]);
    expect(find(index, '2026-1234')).toEqual([8]);
  });

  it('a letter or a small word is not one of the other keyboard layout, unless the words around it are', () => {
    const ferry = fill(['лодка с парусом', 'как на море', 'cargo of salt', ...Array.from({ length: 9 }, () => 'туман')]);
    for (const query of ['C++', 'C#']) expect(find(ferry, query)).toEqual([]);
    expect(find(ferry, 'c')).toEqual([2]);
    for (const query of ['yf', 'rfr']) expect(matchWords(ferry, planWords([query]), allowAll(100)).corrections).toEqual([]);
    expect(find(ferry, 'kjlrf c gfhecjv')[0]).toBe(0);
    expect(matchWords(ferry, planWords(['yf vjht']), allowAll(100)).complete).toBe(1);
    expect(find(fill(['C and C#', 'plain C', 'лодка с парусом']), 'C#')).toEqual([0]);
  });

  it('scripts without spaces, by one character too', () => {
    expect(find(index, '東京')).toEqual([7]);
    expect(find(index, '天')).toEqual([7]);
  });

  it('nothing, when nothing is near', () => {
    expect(find(index, 'xyzzyplugh')).toEqual([]);
    expect(find(index, '...')).toEqual([]);
  });
});
