/** `npm run dev`: the server restarts and the page reloads on every change. */
import { spawn } from 'node:child_process';

const server = spawn('node', ['--watch', '--watch-preserve-output', 'server/src/main.ts'], { stdio: 'inherit' });
const web = spawn('node', ['../node_modules/vite/bin/vite.js'], {
  stdio: 'inherit',
  cwd: 'web',
  env: { ...process.env, API_URL: `http://127.0.0.1:${process.env['PORT'] ?? '8010'}` },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.kill(signal);
    web.kill(signal);
  });
}
