/** One operation on the page: what it takes and gives in words, and both as they look on the wire. */
import { escape, inline, json, prose } from './html.ts';
import { shapePrefix, type Answer, type DescribedOperation, type Description, type Parameter, type Schema } from './openapi.ts';
import { body, row } from './reference-shape.ts';
import { sampleOf } from './sample-of.ts';

export interface Route {
  method: string;
  path: string;
  operation: DescribedOperation;
}

const openSocket = `const after = '91342-40812';
const live = new WebSocket('/api/live?after=' + after);
live.onmessage = ({ data }) => show(JSON.parse(data));`;

const scopes: Readonly<Record<string, string>> = {
  open: 'open to anybody',
  session: 'signed-in browsers',
};

export function operationArticle(document: Description, { method, path, operation }: Route): string {
  const { operationId: id = '', parameters = [], requestBody, responses } = operation;
  const { 'x-scope': scope = '', 'x-messages': messages } = operation;
  const known = parameters.map((parameter) => (parameter.$ref ? document.components.parameters![parameter.$ref.split('/').at(-1)!]! : parameter));
  const good = Object.entries(responses).filter(([status]) => status < '400');
  const refused = Object.entries(responses).filter(([status]) => status >= '400');
  return `<article class="operation" id="${id}">
<header>
<h3><a href="#${id}">${escape(operation.summary ?? id)}</a></h3>
<p class="path"><b class="method ${method}">${method.toUpperCase()}</b> <code>${escape(path).replaceAll(/\{\w+\}/g, '<i>$&</i>')}</code> <span class="scope">${scopes[scope] ?? `scope <code>${scope}</code>`}</span></p>
</header>
<div class="words">
${operation.description ? prose(operation.description) : ''}
${section('Parameters', known.length > 0 ? `<dl class="fields">${known.map(parameterRow).join('')}</dl>` : '')}
${Object.entries(requestBody?.content ?? {})
  .slice(0, 1)
  .map(([type, { schema }]) => section('Body', schema ? body(named(document, schema)) : `<p>The file itself, <code>${escape(type)}</code>.</p>`))
  .join('')}
${good.map(([status, answer]) => section(`Answer ${status}`, goodAnswer(answer))).join('')}
${section('Messages', messages ? body(messages) : '')}
<details class="refusals"><summary>Refusals: ${refused.map(([status]) => status).join(', ')}</summary><dl>${refused.map(([status, answer]) => refusalRows(document, status, answer)).join('')}</dl></details>
</div>
<div class="wire">
${block('Request', escape(request({ method, path, operation }, known)))}
${good
  .slice(0, 1)
  .flatMap(([status, { content }]) =>
    Object.values(content ?? {}).map(({ example }) => (example === undefined ? '' : block(`Answer ${status}`, json(example)))),
  )
  .join('')}
${messages ? block('A message', json(sampleOf(document, messages))) : ''}
</div>
</article>`;
}

/** The fields of a body are shown where it is sent; those of an answer stand with its shape. */
function named(document: Description, schema: Schema): Schema {
  return schema.$ref ? (document.components.schemas[schema.$ref.slice(shapePrefix.length)] ?? schema) : schema;
}

function section(title: string, content: string): string {
  return content === '' ? '' : `<section><h4>${title}</h4>${content}</section>`;
}

function block(title: string, content: string): string {
  return `<figure><figcaption>${title}</figcaption><pre tabindex="0"><code>${content}</code></pre></figure>`;
}

function parameterRow({ name = '', in: place, required = false, description, schema = {} }: Parameter): string {
  const where = place === 'header' ? 'A header. ' : '';
  return row({ name, schema, required, description: where + (description ?? '') || undefined });
}

function goodAnswer({ content, description = '' }: Answer): string {
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  if (type === undefined) return `<p>${inline(description)}</p>`;
  return media?.schema ? body(media.schema) : `<p>A file, <code>${escape(type)}</code>.</p>`;
}

function refusalRows(document: Description, status: string, answer: Answer): string {
  const { description = '' } = answer.$ref ? document.components.responses![answer.$ref.split('/').at(-1)!]! : answer;
  return `<div><dt>${status}</dt><dd>${prose(description)}</dd></div>`;
}

function request({ method, path, operation }: Route, parameters: Parameter[]): string {
  const address = `$TIDINGS${path.replaceAll(/\{userId\}/g, 'me').replaceAll(/\{id\}/g, sampleId(parameters))}`;
  if (operation['x-messages']) return openSocket;
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const who = { open: [], session: ['-b cookies.txt -c cookies.txt'] }[operation['x-scope'] ?? ''] ?? ['-H "Authorization: Bearer $TOKEN"'];
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}"${address}"`,
    ...who,
    ...(type ? [`-H 'Content-Type: ${type}'`] : []),
    ...(media ? [media.example === undefined ? '--data-binary @FILE' : `-d '${onLines(media.example).replaceAll("'", String.raw`'\''`)}'`] : []),
  ];
  return lines.join(' \\\n  ');
}

/** On one line while that is short. */
function onLines(value: unknown): string {
  const short = JSON.stringify(value);
  return short.length <= 48 ? short : JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
}

function sampleId(parameters: Parameter[]): string {
  const schema = parameters.find(({ name }) => name === 'id')?.schema;
  if (schema?.type !== 'string') return '7';
  return schema.format === 'uuid' ? '6f1c2a52-0c2e-4f0a-9d53-0a6f7b1f3f10' : 'harbour';
}
