/** An example of a shape: the one that was written for it, else one put together from its parts. */
import { shapePrefix, type Description, type Schema } from './openapi.ts';

export function sampleOf(document: Description, schema: Schema): unknown {
  if (schema.$ref?.startsWith(shapePrefix)) return sampleOf(document, document.components.schemas[schema.$ref.slice(shapePrefix.length)] ?? {});
  if (schema.examples !== undefined) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return sampleOf(document, choices[0] ?? {});
  return plainSample(document, schema);
}

function plainSample(document: Description, schema: Schema): unknown {
  const [type] = [schema.type].flat();
  if (type === 'object') {
    const needed = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name));
    return Object.fromEntries(needed.map(([name, part]) => [name, sampleOf(document, part)]));
  }
  if (type === 'array') return (schema.prefixItems ?? [schema.items ?? {}]).map((part) => sampleOf(document, part));
  if (type === 'string') return schema.format === 'date-time' ? '2026-11-20T10:00:00.000Z' : 'text';
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1);
  return type === 'boolean' ? true : null;
}
