/** `node emulators/world/main.ts [--port 8099] [--seed 1] [--live]`: the emulated world until it is stopped. */
import { parseArgs } from 'node:util';
import { startWorld } from './start-world.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8099' }, seed: { type: 'string', default: '1' }, live: { type: 'boolean', default: false } },
});
const world = await startWorld({ port: Number(values.port), seed: Number(values.seed), live: values.live });
console.log(`World: ${world.origin}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void world.stop().then(() => process.exit(0));
  });
}
