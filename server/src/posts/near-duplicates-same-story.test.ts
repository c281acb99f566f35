import { describe, expect, it } from 'vitest';
import { sameStory, sameStoryWithVectors, storyTerms } from './near-duplicates-same-story.ts';
import { createStemCounts } from './near-duplicates-stem-counts.ts';

const opened = storyTerms({
  title: 'Мост через залив Лукоморья открыли для машин',
  text: 'Новый мост через залив Лукоморья открыт. Движение по мосту началось утром в субботу, сообщил мэр Пётр Сухов. Строили мост пять лет.',
  language: 'ru',
});
const retold = storyTerms({
  title: 'В Лукоморье заработал новый мост',
  text: 'Первые автомобили проехали в субботу по мосту через залив Лукоморья, который строили пять лет. Мэр Сухов разрезал ленту.',
  language: 'ru',
});
const other = storyTerms({
  title: 'Музей маяков ищет экскурсовода',
  text: 'Музею маяков на мысе Дальнем нужен экскурсовод со знанием двух языков. Собеседования пройдут в апреле.',
  language: 'ru',
});
const foreign = storyTerms({
  title: 'New bridge opens across the bay',
  text: 'The first cars crossed the new bay bridge on Saturday after five years of works.',
  language: 'en',
});

describe('same story', () => {
  it('joins two accounts of one event, not two events', () => {
    expect(sameStory(opened, retold).same).toBe(true);
    expect(sameStory(opened, other).same).toBe(false);
    expect(sameStory(opened, other).score).toBeLessThan(0.2);
  });

  it('gives the same answer in either order, and 0 to 1', () => {
    for (const [a, b] of [
      [opened, retold],
      [opened, other],
      [opened, opened],
    ] as const) {
      expect(sameStory(a, b).score).toBeCloseTo(sameStory(b, a).score, 10);
      expect(sameStory(a, b).score).toBeGreaterThanOrEqual(0);
      expect(sameStory(a, b).score).toBeLessThanOrEqual(1);
    }
  });

  it('does not join two fillings of one template', () => {
    const weather = (town: string, day: string) =>
      storyTerms({
        title: `Погода в ${town} на ${day} июля`,
        text: `В ${town} ${day} июля ожидается переменная облачность, ветер слабый, дожди маловероятны.`,
      });
    expect(sameStory(weather('Лукоморье', '8'), weather('Белогорске', '8')).same).toBe(false);
    expect(sameStory(weather('Лукоморье', '8'), weather('Лукоморье', '16')).same).toBe(false);
  });

  it('works without titles and without words', () => {
    const untitled = storyTerms({ title: null, text: 'Новый мост через залив Лукоморья открыт. Движение по мосту началось утром, сообщил мэр Пётр Сухов.' });
    expect(sameStory(untitled, retold).same).toBe(true);
    const empty = storyTerms({ title: null, text: '👍' });
    expect(sameStory(empty, empty)).toMatchObject({ same: false });
  });

  it('heeds vectors, by how far above the usual their cosine is', () => {
    const typical = { mean: 0.75, deviation: 0.03 };
    expect(sameStoryWithVectors(opened, retold, { cosine: 0.92, typical }).score).toBeGreaterThan(sameStory(opened, retold).score);
    expect(sameStoryWithVectors(opened, other, { cosine: 0.75, typical }).same).toBe(false);
    expect(sameStoryWithVectors(opened, foreign, { cosine: 0.93, typical }).same).toBe(true);
    expect(sameStoryWithVectors(opened, foreign, { cosine: 0.78, typical }).same).toBe(false);
    expect(sameStoryWithVectors(opened, retold, { cosine: 0.9, typical: { mean: 0.9, deviation: 0 } }).score).toBeGreaterThanOrEqual(0);
  });

  it('learns which words are common', () => {
    const counts = createStemCounts();
    for (let n = 0; n < 500; n++) counts.add(storyTerms({ title: null, text: `Сообщает служба новостей, заметка ${String(n)} про берег` }));
    expect(counts.posts).toBe(500);
    expect(counts.weight('служб')).toBeLessThan(counts.weight('маяки'));
    expect(counts.weight('служб')).toBeGreaterThan(0);
  });
});
