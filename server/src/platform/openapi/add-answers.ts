/** What the schemas of routes do not say: scopes, refusals with their codes, headers, examples. */
import { operations, type Operation } from '../../contract/operations.ts';
import { errorCodes, type ErrorCode } from '../../contract/errors.ts';
import { errorText, type ErrorDetails } from '../errors.ts';
import type { Answer, DescribedOperation, Description, Parameter } from './openapi.ts';
import { sampleOf } from './sample-of.ts';

/** Refusals that many routes have in common, by the name of their component. */
const shared: Readonly<Record<string, readonly ErrorCode[]>> = {
  Invalid: ['invalid_request'],
  InvalidWrite: ['idempotency_key_invalid', 'invalid_request'],
  Unauthenticated: ['unauthenticated'],
  ScopeMissing: ['cross_site', 'scope_missing'],
  AdminsOnly: ['cross_site', 'forbidden', 'scope_missing'],
  NotFound: ['not_found'],
  InProgress: ['idempotency_answer_lost', 'idempotency_in_progress'],
  TooLarge: ['too_large'],
  KeyReused: ['idempotency_key_reused'],
  RateLimited: ['rate_limited'],
  Internal: ['internal'],
  Unavailable: ['database_away'],
  UnavailableForWrites: ['database_away', 'disk_full'],
};

const statusWords: Readonly<Record<string, string>> = {
  '101': 'The socket is open.',
  '200': 'Done.',
  '201': 'Made.',
  '202': 'Accepted: it goes on in the background.',
  '204': 'Done. The answer has no body.',
};

const trace = { 'X-Trace-ID': { $ref: '#/components/headers/TraceId' } };
const waiting = new Set(['409', '429', '503']);
const details: ErrorDetails = {
  limit: '200/min',
  seconds: 20,
  most: 255,
  scope: 'write',
  allowed: 'GET',
  host: 'site.example',
  present: 'Ann',
  other: 'Ben',
  name: 'name',
  model: 'maker/model',
};

export function addAnswers(document: Description): Description {
  const paths = Object.entries(document.paths).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, describe(document, { method, path }, operation)])),
  ]);
  const codes = [...new Set(Object.values(operations).flatMap(({ refuses = [] }) => refuses)), ...Object.values(shared).flat()];
  return {
    ...document,
    paths: Object.fromEntries(paths) as Description['paths'],
    components: {
      ...document.components,
      headers: {
        TraceId: { description: 'Finds this request in the logs.', schema: { type: 'string' } },
        RetryAfter: { description: 'Seconds.', schema: { type: 'integer' } },
      },
      parameters: { IdempotencyKey: idempotencyKey },
      responses: Object.fromEntries(Object.entries(shared).map(([name, refused]) => [name, refusal(refused)])),
      examples: Object.fromEntries(codes.toSorted().map((code) => [code, { summary: code, value: problem(code) }])),
    },
  };
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same write sent again under the same key within a day happens once and gives the same answer.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

function describe(document: Description, route: { method: string; path: string }, given: DescribedOperation): DescribedOperation {
  const title = `${route.method.toUpperCase()} ${route.path}`;
  const known = operations[title];
  if (known === undefined) throw new Error(`contract/operations.ts does not know ${title}`);
  const { 'x-reads': reads, ...operation } = withBody(document, known, given);
  const writes = !['get', 'head'].includes(route.method) && reads !== true;
  const takesKey = writes && known.scope !== 'open' && known.streamed !== true;
  const parameters = [
    ...(operation.parameters ?? []).map(explain).toSorted(pathFirst),
    ...(takesKey ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
  const security = { open: [], session: [{ session: [] }] }[known.scope as string];
  return {
    ...operation,
    operationId: nameOf(route),
    ...(known.more ? { description: known.more } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: { ...answers(document, known, operation), ...refusals(known, { ...operation, parameters }, { writes, takesKey }) },
    ...(security ? { security } : {}),
    'x-scope': known.scope,
    ...(route.path === '/api/live' ? { 'x-messages': { $ref: '#/components/schemas/LiveMessage' } } : {}),
  };
}

function withBody(document: Description, { takes }: Operation, operation: DescribedOperation): DescribedOperation {
  if (takes) return { ...operation, requestBody: { required: true, content: Object.fromEntries(takes.map((type) => [type, {}])) } };
  for (const media of Object.values(operation.requestBody?.content ?? {})) if (media.schema) media.example = sampleOf(document, media.schema);
  return operation;
}

function answers(document: Description, known: Operation, operation: DescribedOperation): Record<string, Answer> {
  const given = known.gives ? { '200': { content: { [known.gives]: {} } } } : operation.responses;
  return Object.fromEntries(
    Object.entries<Answer>(given).map(([status, answer]) => {
      for (const media of Object.values(answer.content ?? {})) if (media.schema) media.example = sampleOf(document, media.schema);
      return [status, { ...answer, description: statusWords[status] ?? answer.description ?? '', headers: trace }];
    }),
  );
}

type Facts = { writes: boolean; takesKey: boolean };

function refusals(known: Operation, operation: DescribedOperation, facts: Facts): Record<string, Answer> {
  const byStatus = Map.groupBy(codesOf(known, operation, facts), (code) => String(errorCodes[code].status));
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, sharedOrOwn(codes, status)]));
}

function codesOf(known: Operation, { parameters = [], requestBody }: DescribedOperation, { writes, takesKey }: Facts): ErrorCode[] {
  const when = (condition: boolean, ...codes: ErrorCode[]) => (condition ? codes : []);
  const all: ErrorCode[] = [
    ...when(parameters.some(({ name }) => name !== undefined) || requestBody !== undefined, 'invalid_request'),
    ...when(takesKey, 'idempotency_key_invalid', 'idempotency_answer_lost', 'idempotency_in_progress', 'idempotency_key_reused'),
    ...when(known.scope !== 'open', 'unauthenticated'),
    ...when(known.scope === 'write' || known.scope === 'admin', 'scope_missing'),
    ...when(writes || requestBody !== undefined, 'cross_site'),
    ...when(known.adminOnly === true, 'forbidden'),
    ...when(
      parameters.some(({ in: place }) => place === 'path'),
      'not_found',
    ),
    ...when(requestBody !== undefined, 'too_large'),
    ...when(writes, 'disk_full'),
    'rate_limited',
    'internal',
    'database_away',
    ...(known.refuses ?? []),
  ];
  return [...new Set(all)].toSorted();
}

function sharedOrOwn(codes: readonly ErrorCode[], status: string): Answer {
  const name = Object.keys(shared).find((one) => shared[one]!.join() === codes.join());
  return name ? { $ref: `#/components/responses/${name}` } : refusal(codes, status);
}

function refusal(codes: readonly ErrorCode[], status = String(errorCodes[codes[0]!].status)): Answer {
  return {
    description: codes.map((code) => `\`${code}\`: ${errorText(code, details, 'en')}`).join('\n\n'),
    headers: { ...trace, ...(waiting.has(status) ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}) },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}

function problem(code: ErrorCode) {
  return {
    type: `https://tidings.example/problems/${code}`,
    title: code.replaceAll('_', ' '),
    status: errorCodes[code].status,
    code,
    detail: errorText(code, details, 'en'),
    traceId: '0e7c1a5e-9f51-4a53-8a0c-0c6d3c7f9f1b',
  };
}

/** In the order in which they are written into a request. */
function pathFirst(one: Parameter, other: Parameter): number {
  return Number(other.in === 'path') - Number(one.in === 'path');
}

function explain(parameter: Parameter): Parameter {
  if (parameter.name === 'userId') return { ...parameter, description: '`me`, or your own number.', example: 'me' };
  const { description, ...schema } = parameter.schema ?? {};
  return { ...parameter, ...(description ? { description } : {}), schema };
}

/** `getPostsById` for `GET /api/posts/{id}`. */
function nameOf({ method, path }: { method: string; path: string }): string {
  const words = path
    .split('/')
    .filter((part) => !['', 'api', '{userId}'].includes(part))
    .map((part) => (part === '{id}' ? 'by-id' : part))
    .flatMap((part) => part.split('-'));
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
