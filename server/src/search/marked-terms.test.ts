import { expect, it } from 'vitest';
import { markedTerms, marksOf } from './marked-terms.ts';

const nothingElse = { corrections: [], also: [] };

function marked(query: string, text: string, answer: Partial<Parameters<typeof marksOf>[1]> = {}): string[] {
  return [...markedTerms(marksOf({ text: query, phrases: [] }, { ...nothingElse, ...answer }), { title: null, text, enriched: '' })];
}

it('marks a word by its stem and as it is written, which may be the stem of its other forms', () => {
  expect(marked('паром', 'Паромы ушли')).toEqual(['пар', 'паром']);
  expect(marked('паромы', 'Паромы ушли')).toEqual(['паром', 'паромы']);
  expect(marked('из пара', 'Паромы ушли')).toEqual(['пар', 'пара']);
});

it('marks what stood in for a word only where the word itself is missing', () => {
  const also = [{ word: 'ferry', term: 'ferrit' }];
  expect(marked('ferry fog', 'Ferrite in the fog', { also })).toContain('ferrit');
  expect(marked('ferry fog', 'Ferries and ferrite', { also })).not.toContain('ferrit');
});

it('marks what a word was put right to', () => {
  expect(marked('lihgthouse', 'The lighthouse', { corrections: [{ word: 'lihgthouse', term: 'lighthous' }] })).toContain('lighthous');
});
