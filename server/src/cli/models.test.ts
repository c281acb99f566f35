import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress, parseAllowList } from '#platform/egress';
import { serveHttp } from '#test/serve-http';
import { tinyModelFiles, writeFiles } from '#test/tiny-model';
import { modelLines, runModels } from './models.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

const name = 'maker/words';
const weights = 'onnx/model_quantized.onnx';

interface HubOptions {
  /** Without a list of files: a plain file server. */
  list?: boolean;
  files?: Record<string, string | Buffer>;
  /** Breaks off this file after so many bytes, the first time. */
  breakAt?: number;
  /** Sends other bytes than the list says. */
  lie?: boolean;
}

async function hub(options: HubOptions = {}) {
  const files: Record<string, string | Buffer> = { ...tinyModelFiles({ river: [1, 2], bank: [3, 4] }), 'README.md': 'about', ...options.files };
  const asked: string[] = [];
  let broken = false;
  const server = await serveHttp((request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(`${path}${request.headers.range ? ` ${request.headers.range}` : ''}`);
    if (path === `/api/models/${name}/tree/main` && options.list !== false) return void response.end(JSON.stringify(listOf(files)));
    // A hub keeps large files elsewhere.
    if (path === `/${name}/resolve/main/${weights}`) return void response.writeHead(302, { location: '/store/weights' }).end();
    const content = path === '/store/weights' ? files[weights] : files[path.replace(`/${name}/resolve/main/`, '')];
    if (content === undefined) return void response.writeHead(404).end();
    const whole = Buffer.from(options.lie ? `${content.toString().slice(1)}x` : content);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from > 0 && from >= whole.length) return void response.writeHead(416).end();
    response.writeHead(from > 0 ? 206 : 200, { etag: `"${path}"`, 'content-length': whole.length - from });
    if (path === '/store/weights' && options.breakAt && !broken) {
      broken = true;
      response.write(whole.subarray(0, options.breakAt), () => setTimeout(() => response.destroy(), 50));
    } else response.end(whole.subarray(from));
  });
  const egress = createEgress({ allowPrivate: parseAllowList('127.0.0.1') });
  const folder = mkdtempSync(join(tmpdir(), 'tidings-pull-'));
  cleanUp.push(
    () => egress.close(),
    () => server.close(),
    () => rmSync(folder, { recursive: true }),
  );
  const said: string[] = [];
  return { files, asked, said, folder, deps: { egress, hub: server.origin, folder, say: (text: string) => void said.push(text), retryWaits: [1, 1] } };
}

function listOf(files: Record<string, string | Buffer>) {
  return Object.entries(files).map(([path, content]) => {
    const size = Buffer.byteLength(content);
    const git = createHash('sha1').update(`blob ${size}\0`).update(content).digest('hex');
    return path === weights
      ? { type: 'file', path, size, oid: 'f'.repeat(40), lfs: { oid: createHash('sha256').update(content).digest('hex'), size } }
      : { type: 'file', path, size, oid: git };
  });
}

describe('models pull', () => {
  it("brings what is needed, checked against the hub's checksums", async () => {
    const { deps, folder, files, said, asked } = await hub();
    const result = await runModels(deps, ['pull', name]);
    const pulled = result && 'files' in result ? result.files : [];
    expect(pulled.map(({ file, verified }) => [file, verified])).toEqual([
      ['config.json', true],
      ['tokenizer.json', true],
      ['tokenizer_config.json', true],
      [weights, true],
    ]);
    expect(readFileSync(join(folder, name, weights))).toEqual(files[weights]);
    expect(said.join('\n')).toContain(
      createHash('sha256')
        .update(files[weights] ?? '')
        .digest('hex'),
    );
    expect(asked.join()).not.toContain('README');
    expect(existsSync(join(folder, name, `${weights}.part`))).toBe(false);
  });

  it('does not bring again what is there', async () => {
    const { deps, asked } = await hub();
    await runModels(deps, ['pull', name]);
    asked.length = 0;
    await runModels(deps, ['pull', name]);
    expect(asked).toEqual([`/api/models/${name}/tree/main`]);
  });

  it('goes on where a broken download stopped', async () => {
    const { deps, folder, files, asked } = await hub({ breakAt: 200, files: { [weights]: Buffer.alloc(100_000, 'weights ') } });
    await runModels(deps, ['pull', name]);
    expect(asked.filter((one) => one.startsWith('/store'))).toEqual(['/store/weights', '/store/weights bytes=200-']);
    expect(readFileSync(join(folder, name, weights))).toEqual(files[weights]);
  });

  it('starts over when what is there already is not a part of the file', async () => {
    const { deps, folder, files } = await hub({ list: false });
    writeFiles(join(folder, name), { 'config.json.part': 'x'.repeat(5000), 'config.json.part.etag': '"old"' });
    await runModels(deps, ['pull', name]);
    expect(readFileSync(join(folder, name, 'config.json'), 'utf8')).toBe(files['config.json']);
  });

  it('refuses a file that is not what the hub says, and keeps nothing of it', async () => {
    const { deps, folder } = await hub({ lie: true });
    await expect(runModels(deps, ['pull', name])).rejects.toMatchObject({
      code: 'model_failed',
      details: { reason: 'config.json is not what the hub says it is' },
    });
    expect(existsSync(join(folder, name, 'config.json.part'))).toBe(false);
    expect(existsSync(join(folder, name, 'config.json'))).toBe(false);
  });

  it('works with a plain file server, and says that nothing was checked', async () => {
    const { deps, said } = await hub({ list: false });
    const result = await runModels(deps, ['pull', name]);
    expect(result && 'files' in result && result.files.map(({ verified }) => verified)).toEqual([false, false, false, false]);
    expect(said.join('\n')).toContain('names no checksum');
  });

  it('says what is missing, and takes no name that leads elsewhere', async () => {
    const { deps } = await hub();
    await expect(runModels(deps, ['pull', 'maker/nothing'])).rejects.toMatchObject({ code: 'http_not_found' });
    expect(await runModels(deps, ['pull', '../../etc'])).toBeNull();
    expect(await runModels(deps, ['pull', name, 'more'])).toBeNull();
    expect(await runModels(deps, ['push'])).toBeNull();
    expect(await runModels(deps, [])).toBeNull();
  });
});

describe('models list', () => {
  it('shows the known ones, those that are here, and ignores what is not a model', async () => {
    const { deps, folder } = await hub();
    await runModels(deps, ['pull', name]);
    writeFileSync(join(folder, 'note.txt'), 'x');
    const result = await runModels(deps, ['list']);
    const models = result && 'models' in result ? result.models : [];
    expect(models.filter(({ installed }) => installed)).toMatchObject([{ name, dimension: 2, installed: true }]);
    expect(models[0]).toMatchObject({ name: 'Xenova/multilingual-e5-small', installed: false, bytes: null });
    expect(result && modelLines(result).at(-1)).toBe(`* ${name}  2 numbers`);
  });
});
