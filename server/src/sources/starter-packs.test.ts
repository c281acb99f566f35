import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { starterPacks } from './starter-packs.ts';

it('offers the folders of the file that the operator gives, in place of its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-packs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'packs.opml');
  const feed = '<outline type="rss" text="Pier" xmlUrl="https://pier.example/feed"/>';
  writeFileSync(
    file,
    `<opml version="2.0"><body><outline text="Harbour">${feed}</outline><outline type="rss" text="Alone" xmlUrl="https://alone.example/feed"/></body></opml>`,
  );
  expect(await starterPacks('en', file)).toEqual([
    { id: expect.any(String), title: 'Harbour', description: '', sources: [{ title: 'Pier', address: 'https://pier.example/feed', kind: 'rss' }] },
  ]);
  expect((await starterPacks('ru')).length).toBeGreaterThan(2);
});
