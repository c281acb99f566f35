import { describe, expect, it } from 'vitest';
import { imagePath, readImageToken, signImage } from './sign-image.ts';

const key = Buffer.alloc(32, 7);

describe('a token for a picture', () => {
  it('carries the address, in letters that need no escaping', () => {
    const url = 'https://cdn.example/фото 1.jpg?w=1200&h=800#x';
    const token = signImage(key, url) ?? '';
    expect(token).toMatch(/^[\w-]+\.[\w-]{22}$/);
    expect(readImageToken(key, token)).toBe(url);
    expect(imagePath(key, url)).toBe(`/api/images/${token}`);
  });

  it('made with another key, changed or cut is worth nothing', () => {
    const token = signImage(key, 'https://cdn.example/a.jpg') ?? '';
    const [body = '', signature = ''] = token.split('.');
    const other = Buffer.from('https://evil.example/').toString('base64url');
    const forged = [
      signImage(Buffer.alloc(32, 8), 'https://cdn.example/a.jpg') ?? '',
      `${other}.${signature}`,
      `${body}.`,
      body,
      '',
      '.',
      `${token}.x`,
      `${body}.${signature.slice(2)}`,
      `${token}AA`,
    ];
    for (const one of forged) expect(readImageToken(key, one), one).toBeNull();
  });

  it('is made only for web addresses that fit into a path', () => {
    expect(signImage(key, 'data:image/png;base64,AAAA')).toBeNull();
    expect(signImage(key, '/relative.png')).toBeNull();
    expect(imagePath(key, `https://cdn.example/${'a'.repeat(2000)}`)).toBeNull();
    expect((signImage(key, `https://cdn.example/${'a'.repeat(1380)}`) ?? '').length).toBeLessThan(2000);
  });
});
