import { eq } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '#accounts';
import { makeUser } from '#test/factories';
import { testClock } from '#test/fakes';
import { startPolling, type TestPolling } from '#test/poll-deps';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { ensureFolder, listFolders } from './folders.ts';
import { addSource, changeFollow } from './follow-source.ts';
import { runOpmlImport, startImport } from './import-opml.ts';
import { follows } from './tables.ts';

let polling: TestPolling;
let world: World;
let address: string;

beforeAll(async () => {
  world = await startWorld();
  polling = await startPolling(world, testClock(new Date()));
  address = world.addresses.feeds['prichal']!;
});
afterAll(async () => {
  await polling.stop();
  await world.stop();
});

async function pausedIn(folder: string): Promise<{ ada: Actor; sourceId: number; folderId: number }> {
  const ada = await makeUser(polling.database.db);
  const { sourceId, existed } = await addSource(polling.deps, ada, { address, folder });
  expect(existed).toBe(false);
  await changeFollow(polling.deps, ada, sourceId, { paused: true, title: 'Пирс' });
  return { ada, sourceId, folderId: await ensureFolder(polling.deps.db, ada, folder) };
}
async function followOf({ userId }: Actor) {
  return (await polling.database.db.select().from(follows).where(eq(follows.userId, userId)))[0]!;
}

it('keeps the pause, the folder and the name of a source that is added again', async () => {
  const { ada, sourceId, folderId } = await pausedIn('Порты');
  expect(await addSource(polling.deps, ada, { address })).toMatchObject({ sourceId, existed: true });
  expect(await followOf(ada)).toMatchObject({ folderId, pausedAt: expect.any(Date), title: 'Пирс' });
});

it('moves a source that is added again into the folder that is named, and leaves it paused', async () => {
  const { ada } = await pausedIn('Порты');
  expect(await addSource(polling.deps, ada, { address, folder: 'Паромы' })).toMatchObject({ existed: true });
  expect(await followOf(ada)).toMatchObject({ folderId: await ensureFolder(polling.deps.db, ada, 'Паромы'), pausedAt: expect.any(Date), title: 'Пирс' });
});

it('leaves what is followed already as it is when a list names it', async () => {
  const { ada } = await pausedIn('Порты');
  const before = await followOf(ada);
  const task = await startImport(polling.deps, ada, [{ title: 'Причал', address, folder: 'Starter pack' }], { title: 'x' });
  await runOpmlImport(polling.deps, task.id, new AbortController().signal);
  expect(await followOf(ada)).toEqual(before);
  expect((await listFolders(polling.deps.db, ada)).map((folder) => folder.name)).toEqual(['Порты']);
});
