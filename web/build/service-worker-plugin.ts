/** After a build: sw.js learns which files belong to it, so that each build has a cache of its own; text files get compressed copies. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** `name.br` and `name.gz` beside the file: the server sends them as they are. */
async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < 1000) return;
  await writeFile(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }));
}

/** Files that the shell needs before anything has been opened; the rest is cached when first used. */
function isShellFile(path: string): boolean {
  return (
    (path.endsWith('.js') && path !== 'sw.js') ||
    path.endsWith('.css') ||
    path === 'index.html' ||
    path === 'manifest.webmanifest' ||
    /literata-(latin|cyrillic)-wght/.test(path)
  );
}

export function serviceWorkerPlugin(): Plugin {
  let out = 'dist';
  return {
    name: 'tidings-service-worker',
    apply: 'build',
    configResolved(config) {
      out = join(config.root, config.build.outDir);
    },
    async closeBundle() {
      const names = (await readdir(out, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
      const files = names.filter(isShellFile).sort();
      const hash = createHash('sha256');
      for (const file of files) hash.update(file).update(await readFile(join(out, file)));
      const list = files.map((file) => (file === 'index.html' ? '/' : `/${file}`));
      const path = join(out, 'sw.js');
      const code = await readFile(path, 'utf8');
      await writeFile(path, code.replace(/(["'`])__FILES__\1/, JSON.stringify(list).slice(1, -1)).replace(/__VERSION__/, hash.digest('hex').slice(0, 12)));
      for (const name of names) if (/\.(js|css|html|svg|webmanifest)$/.test(name)) await compress(join(out, name));
    },
  };
}
