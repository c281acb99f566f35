import { describe, expect, it } from 'vitest';
import { serveHttp } from '#test/serve-http';
import { parseAllowList } from './allow-list.ts';
import { createEgress } from './create-egress.ts';
import { publicPolicy, trustedPolicy } from './policy.ts';

const codeOf = (call: () => unknown) => {
  try {
    call();
    return 'open';
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

/** Loopback, link-local and private addresses as people spell them to get past a filter. */
const spellings = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://0177.0.0.01/',
  'http://0/',
  'http://①②⑦.⓪.⓪.①/',
  'http://127。0。0。1/',
  'http://127.0.0.1./',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
  'http://169.254.169.254/latest/meta-data/',
  'http://0xa9fea9fe/',
  'http://192.168.1.1/',
  'https://10.0.0.1:8443/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
  'http:\\\\127.0.0.1\\',
  'http:127.0.0.1',
  'HTTP://127.0.0.1',
  'http://%31%32%37.0.0.1/',
];

describe('what is opened', () => {
  const policy = publicPolicy(parseAllowList(''));

  it.each(spellings)('is not %s', (address) => {
    expect(codeOf(() => policy.checkUrl(address))).toBe('address_blocked');
  });

  it.each([
    'file:///etc/passwd',
    'ftp://site.example/',
    'gopher://site.example/',
    'javascript:alert(1)',
    'data:text/xml,x',
    '//site.example/',
    'http://',
    'http://[::1%25lo]/',
    'http://a b/',
    `http://site.example/${'a'.repeat(9000)}`,
    '',
  ])('is not %s, which is no web address', (address) => {
    expect(codeOf(() => policy.checkUrl(address))).toBe('address_invalid');
  });

  it.each([
    ['http://u@site.example/', 'address_credentials'],
    ['http://:p@site.example/', 'address_credentials'],
    ['http://site.example:22/', 'address_port'],
    ['http://localhost:22/', 'address_port'],
    ['http://site.example:6379/', 'address_port'],
  ])('says why %s is not opened', (address, code) => {
    expect(codeOf(() => policy.checkUrl(address))).toBe(code);
  });

  it.each([
    'http://site.example/',
    'https://site.example:8443/feed',
    'http://site.example:2368/rss',
    'http://8.8.8.8/',
    'https://[2a00:1450::1]/x',
    'https://сайт.example/лента',
  ])('is %s', (address) => {
    expect(codeOf(() => policy.checkUrl(address))).toBe('open');
  });

  it('behind a redirect is checked like the first address', async () => {
    const server = await serveHttp(
      (request, response) => void response.writeHead(307, { location: Buffer.from(spellings[Number(request.url?.slice(1))] ?? '').toString('latin1') }).end(),
    );
    const egress = createEgress({ allowPrivate: parseAllowList(`127.0.0.1:${server.port}`) });
    for (const [at, spelling] of spellings.entries()) {
      // Seen from an http page this one is a path on the same host.
      if (spelling === 'http:127.0.0.1') continue;
      await expect(egress.get(`${server.origin}/${at}`, { kind: 'page' }), spelling).rejects.toMatchObject({ code: 'address_blocked' });
    }
    await egress.close();
    await server.close();
  });
});

describe('what the operator has configured', () => {
  it('is opened wherever it is, and nothing else', () => {
    const policy = trustedPolicy(['http://127.0.0.1:11434/v1', 'https://models.example']);
    expect(policy.checkUrl('http://127.0.0.1:11434/v1/embeddings').pathname).toBe('/v1/embeddings');
    for (const other of [
      'http://127.0.0.1:11435/',
      'https://127.0.0.1:11434/',
      'http://models.example/',
      'https://models.example.evil.example/',
      'http://localhost:11434/',
    ]) {
      expect(
        codeOf(() => policy.checkUrl(other)),
        other,
      ).toBe('address_blocked');
    }
  });
});
