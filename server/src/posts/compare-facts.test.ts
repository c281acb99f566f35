import { describe, expect, it } from 'vitest';
import { addsFigures, compareFacts, type Report } from './compare-facts.ts';

const reports = (language: string, ...texts: string[]): Report[] => texts.map((text, n) => ({ postId: n + 1, language, text }));

describe('what differs between reports of a story', () => {
  it('is a number that they give differently for the same thing', () => {
    expect(
      compareFacts(
        reports(
          'en',
          'The electric ferry carries 80 cars across the strait.',
          'The new electric ferry carries 90 cars across the strait.',
          'The ferry carries 80 cars over the strait.',
        ),
      ),
    ).toEqual([
      {
        fact: 'cars',
        values: [
          { text: '80 cars', postIds: [1, 3] },
          { text: '90 cars', postIds: [2] },
        ],
      },
    ]);
  });

  it('knows the forms of a word and of a number', () => {
    const [found] = compareFacts(
      reports('ru', 'Перевод восьми буксиров на батареи стоил 1,9 млрд рублей.', 'Перевод буксиров порта на батареи обошёлся в 2,3 млрд рублей.'),
    );
    expect(found?.values.map((value) => value.text)).toEqual(['1,9 млрд рублей', '2,3 млрд рублей']);
    expect(compareFacts(reports('en', 'The harbour received 64,000 tonnes of grain.', 'The harbour received 64 000 tonnes of grain.'))).toEqual([]);
  });

  it('is nothing where the numbers are about different things, or nobody can tell', () => {
    expect(compareFacts(reports('en', 'A storm injured 5 people near the old lighthouse.', 'In the capital 300 people came to a concert.'))).toEqual([]);
    expect(compareFacts(reports('en', 'The ferry carries 80 cars today and 90 cars in summer.', 'The ferry carries 85 cars today.'))).toEqual([]);
    expect(compareFacts(reports('en', 'The bridge opens on 5 March at 10:30.', 'The bridge opens on 6 March at 11:30.'))).toEqual([]);
  });

  it('does not compare texts in different languages', () => {
    const [first] = reports('en', 'The ferry takes 80 cars over the strait.');
    const [second] = reports('ru', 'The ferry takes 90 cars over the strait.');
    expect(compareFacts([first!, { ...second!, postId: 2 }])).toEqual([]);
  });
});

describe('a report that adds figures', () => {
  it('has several that the first report lacks', () => {
    expect(addsFigures('The ferry sails.', 'The ferry carries 80 cars and 300 passengers.')).toBe(true);
    expect(addsFigures('It carries 80 cars and 300 passengers.', 'The ferry carries 300 passengers and 80 cars.')).toBe(false);
    expect(addsFigures('The ferry sails.', 'The ferry sailed on 5 March 2026 at 10:30.')).toBe(false);
  });
});
