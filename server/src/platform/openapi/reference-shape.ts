/** Shapes as lists of fields: name, kind, what it means. */
import { escape, inline, json, prose } from './html.ts';
import { shapePrefix, type Description, type Schema } from './openapi.ts';

/** Objects inside objects are opened so far; what lies deeper has a name of its own. */
const deepest = 3;

export function shapeArticle(name: string, schema: Schema): string {
  const sample = schema.examples?.[0];
  return `<article class="shape" id="shape-${name}">
<h3><a href="#shape-${name}">${escape(name)}</a></h3>
${schema.description ? prose(schema.description) : ''}
${body(schema)}
${sample === undefined ? '' : `<details><summary>Example</summary><pre tabindex="0"><code>${json(sample)}</code></pre></details>`}
</article>`;
}

/** What a body or an answer is made of. */
export function body(schema: Schema): string {
  if (schema.$ref) return `<p>${kind(schema)}</p>`;
  const variants = (schema.oneOf ?? schema.anyOf)?.filter((one) => one.properties);
  if (variants?.length) return `<p>One of these:</p>${variants.map((one) => fields(one)).join('')}`;
  return schema.properties ? fields(schema) : `<p>${kind(schema)}</p>`;
}

function fields(schema: Schema, depth = 1): string {
  const rows = Object.entries(schema.properties ?? {}).map(([name, part]) =>
    row({ name, schema: part, required: schema.required?.includes(name) ?? false }, depth),
  );
  return `<dl class="fields">${rows.join('')}</dl>`;
}

export function row(field: { name: string; schema: Schema; required: boolean; description?: string | undefined }, depth = 1): string {
  const { name, schema, required } = field;
  const description = field.description ?? schema.description;
  const inner = innerObject(schema);
  return `<div><dt><code>${escape(name)}</code>${required ? '' : '<span class="optional">optional</span>'}</dt>
<dd><span class="kind">${kind(schema)}</span>${description ? ` <span class="meaning">${inline(description)}</span>` : ''}${inner && depth < deepest ? fields(inner, depth + 1) : ''}</dd></div>`;
}

function innerObject(schema: Schema): Schema | undefined {
  const inside = [schema, schema.items, ...(schema.anyOf ?? [])];
  return inside.find((one) => one?.properties !== undefined);
}

/** "integer, 1 to 100, 20 by default", "list of Source", "text or null". */
export function kind(schema: Schema): string {
  const notes = [
    range(schema),
    schema.default === undefined
      ? ''
      : `by default <code>${escape(typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default))}</code>`,
  ];
  return [base(schema), ...notes].filter((note) => note !== '').join(', ');
}

function base(schema: Schema): string {
  if (schema.$ref) {
    const name = escape(schema.$ref.slice(shapePrefix.length));
    return `<a href="#shape-${name}">${name}</a>`;
  }
  if (schema.const !== undefined) return `<code>${escape(JSON.stringify(schema.const))}</code>`;
  if (schema.enum) return schema.enum.map((value) => `<code>${escape(String(value))}</code>`).join(', ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(base))].join(' or ');
  const [type, ...others] = [schema.type ?? 'anything'].flat();
  return [named(type!, schema), ...others].join(' or ');
}

function named(type: string, schema: Schema): string {
  if (type === 'array')
    return schema.prefixItems ? `${schema.prefixItems.length} of ${base(schema.prefixItems[0]!)}` : `list of ${schema.items ? base(schema.items) : 'anything'}`;
  if (type === 'object' && typeof schema.additionalProperties === 'object') return `map to ${base(schema.additionalProperties)}`;
  if (type === 'string') return { 'date-time': 'time', uuid: 'UUID' }[schema.format ?? ''] ?? 'text';
  return type;
}

function range(schema: Schema): string {
  const huge = 2_147_483_647;
  const { minimum, maximum = Infinity } = schema;
  if (minimum !== undefined && minimum > -huge && maximum < huge) return `${minimum} to ${maximum}`;
  if (schema.maxLength !== undefined) return `${schema.minLength ? `${schema.minLength} to` : 'up to'} ${schema.maxLength} characters`;
  if (schema.maxItems !== undefined) return `${schema.minItems ? `${schema.minItems} to` : 'up to'} ${schema.maxItems}`;
  return '';
}

export function shapesOf(document: Description): string {
  const shapes = Object.entries(document.components.schemas);
  const list = shapes.map(([name]) => `<a href="#shape-${name}">${escape(name)}</a>`).join(', ');
  return `<p>${list}</p>${shapes.map(([name, schema]) => shapeArticle(name, schema)).join('\n')}`;
}
