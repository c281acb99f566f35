/** Writes into sw.js which files belong to this build, so that each build has a cache of its own. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Files that the shell needs before anything has been opened; the rest is cached when first used. */
function isShellFile(path: string): boolean {
  return (path.endsWith('.js') && path !== 'sw.js') || path.endsWith('.css') || path === 'index.html' || path === 'manifest.webmanifest' || /literata-(latin|cyrillic)-wght/.test(path);
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
    },
  };
}
