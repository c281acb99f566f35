/** Reads the cases of a folder of test material: UTF-8, one JSON object a line. */
import { readFileSync } from 'node:fs';

/** Split on line feeds only: texts may hold other line separators. */
export function readCases<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
