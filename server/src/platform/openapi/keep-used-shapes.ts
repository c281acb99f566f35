/** Each shape is described twice, as it is sent and as it is answered: one of the two is kept where they are the same or nobody uses the other. */
import { shapePrefix, type Description, type Schema } from './openapi.ts';

type Shapes = Record<string, Schema>;

export function keepUsedShapes(document: Description): Description {
  const { schemas } = document.components;
  const used = reach(document.paths, schemas);
  for (const answer of Object.values(document.components.responses ?? {})) reach(answer, schemas, used);
  // `SearchRequestInput` is `SearchRequest` where no answer has that shape, or has it just so.
  const renamed = new Map<string, string>();
  for (const name of used) {
    const plain = name.replace(/Input$/, '');
    if (plain !== name && (!used.has(plain) || same(schemas[name], schemas[plain]))) renamed.set(name, plain);
  }
  const kept: Shapes = {};
  for (const name of [...used].toSorted()) kept[renamed.get(name) ?? name] ??= schemas[name]!;
  const rename = (key: string, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith(shapePrefix)
      ? shapePrefix + (renamed.get(value.slice(shapePrefix.length)) ?? value.slice(shapePrefix.length))
      : value;
  return JSON.parse(JSON.stringify({ ...document, components: { ...document.components, schemas: kept } }), rename) as Description;
}

/** Names of all shapes that something refers to, directly or through others. */
function reach(from: unknown, schemas: Shapes, found = new Set<string>()): Set<string> {
  for (const [, name] of JSON.stringify(from ?? null).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
    if (found.has(name!)) continue;
    found.add(name!);
    reach(schemas[name!], schemas, found);
  }
  return found;
}

function same(one: Schema | undefined, other: Schema | undefined): boolean {
  const plain = (schema: Schema | undefined) => JSON.stringify(schema).replaceAll(/(#\/components\/schemas\/\w+?)Input"/g, '$1"');
  return plain(one) === plain(other);
}
