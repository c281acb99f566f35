import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, call, setApiLanguage } from './api-client.ts';

interface Asked {
  headers: Headers;
}
function answerWith(...answers: Response[]): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    asked.push({ headers: new Headers(init.headers) });
    return answers[asked.length - 1] ?? Response.json({ ok: true });
  });
  return asked;
}
const tooMany = (after: string) => new Response(JSON.stringify({ code: 'rate_limited', detail: 'slower' }), { status: 429, headers: { 'retry-after': after } });

afterEach(() => vi.unstubAllGlobals());

describe('talking to the server', () => {
  it('waits and asks again when it was asked too fast, and a repeated write has the same key', async () => {
    const asked = answerWith(tooMany('0'), tooMany('0'));
    expect(await call('/api/posts/marks', { method: 'POST', body: {} })).toEqual({ ok: true });
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map((one) => one.headers.get('idempotency-key'))).size).toBe(1);
  });

  it('says so when the wait would be long', async () => {
    const asked = answerWith(tooMany('600'));
    await expect(call('/api/search')).rejects.toBeInstanceOf(ApiError);
    expect(asked).toHaveLength(1);
  });

  it('does not go on waiting for an answer that nobody wants any more', async () => {
    const asked = answerWith(tooMany('20'));
    const stop = new AbortController();
    const answer = call('/api/posts/1', { signal: stop.signal });
    setTimeout(() => stop.abort(), 5);
    await expect(answer).rejects.toHaveProperty('name', 'AbortError');
    expect(asked).toHaveLength(1);
  });

  it('asks in the language that was set last, and knows when that is another one', async () => {
    const asked = answerWith();
    expect(setApiLanguage('ru')).toBe(true);
    expect(setApiLanguage('ru')).toBe(false);
    await call('/api/users/me');
    expect(asked[0]?.headers.get('accept-language')).toBe('ru');
  });
});
