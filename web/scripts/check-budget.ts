/** Fails when the first load of the web app is larger than its budget. */
import { measureFirstLoad } from './first-load.ts';

const budget = 200 * 1024;
const aim = 130 * 1024;

const sizes = await measureFirstLoad();
const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
for (const [name, size] of [...sizes].sort((a, b) => b[1] - a[1])) process.stdout.write(`${String(size).padStart(7)}  ${name}\n`);
process.stdout.write(`${String(total).padStart(7)}  bytes of JavaScript gzip in the first load (budget ${budget}, aim ${aim})\n`);
if (total > budget) process.exitCode = 1;
