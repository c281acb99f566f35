import { expect, it } from 'vitest';
import { errorText } from './errors.ts';

it('writes units in the language of the sentence', () => {
  const details = { limit: '200/min', seconds: 7 };
  expect(errorText('rate_limited', details, 'ru')).toBe('Слишком много запросов: можно 200 в минуту. Повторите через 7 с.');
  expect(errorText('rate_limited', details, 'en')).toBe('Too many requests: 200 a minute are allowed. Try again in 7 s.');
  expect(errorText('too_large', { limit: '10 MB' }, 'ru')).toContain('10\u00a0МБ');
});
