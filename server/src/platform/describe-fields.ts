/** What a request's schema found wrong, field by field, in the language of the request. */
import type { FastifySchemaValidationError } from 'fastify';
import type { ZodError } from 'zod';
import { fieldNames, fieldProblems, type FieldProblem } from '../contract/field-problems.ts';
import type { Problem } from '../contract/problem.ts';

type FieldErrors = NonNullable<Problem['errors']>;
type Language = 'en' | 'ru';
type Facts = Record<string, unknown>;
type Found = [FieldProblem, Record<string, string>?];

const expected: Readonly<Record<string, FieldProblem>> = {
  string: 'text_expected',
  number: 'number_expected',
  int: 'whole_number_expected',
  boolean: 'boolean_expected',
  array: 'list_expected',
  object: 'object_expected',
};

/** @param sent the part of the request that was looked at: what is not in it is missing, not wrong */
export function describeFields(found: readonly FastifySchemaValidationError[], sent: unknown, language: Language): FieldErrors {
  return found.map((issue) => {
    const steps = issue.instancePath.split('/').filter((step) => step !== '');
    const [code, facts] = lookUp(sent, steps) === undefined ? (['missing'] as Found) : judge(issue);
    const message = fieldProblems[code][language].replace(/\{(\w+)\}/g, (_, name: string) => facts?.[name] ?? '');
    return { path: steps.join('.'), code, message };
  });
}

/** What is wrong with something that came in another way than a request, as one phrase. */
export function describeInput(error: ZodError, sent: unknown, language: Language): string {
  const issues = error.issues.map(({ code, path, message, ...params }) => ({ keyword: code, instancePath: `/${path.join('/')}`, message, params }));
  return firstField(describeFields(issues as unknown as FastifySchemaValidationError[], sent, language), language);
}

/** The first of them as one phrase, with the name that people know the field by. */
export function firstField(errors: FieldErrors, language: Language): string {
  const { path, message } = errors[0]!;
  return `${Object.hasOwn(fieldNames, path) ? fieldNames[path]![language] : path}: ${message}`;
}

function lookUp(sent: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Facts)[step] : undefined),
    sent ?? undefined,
  );
}

function judge({ keyword, params }: { keyword: string; params: Facts }): Found {
  switch (keyword) {
    case 'invalid_type':
      return [expected[String(params['expected'])] ?? 'wrong_form'];
    case 'too_small':
      return atLeast(params);
    case 'too_big':
      return [{ string: 'too_long', array: 'too_many' }[String(params['origin'])] ?? 'too_big', { limit: String(params['maximum']) }] as Found;
    case 'invalid_value':
      return ['not_an_option', { options: listed(params['values']) }];
    case 'unrecognized_keys':
      return ['unknown_fields', { fields: listed(params['keys']) }];
    default:
      return ['wrong_form'];
  }
}

function atLeast({ origin, minimum }: Facts): Found {
  const limit = String(minimum);
  if (origin === 'string') return minimum === 1 ? ['empty'] : ['too_short', { limit }];
  if (origin === 'array') return minimum === 1 ? ['empty'] : ['too_few', { limit }];
  return ['too_small', { limit }];
}

/** What a stranger wrote into the names of fields is not repeated without end. */
function listed(values: unknown): string {
  return Array.isArray(values)
    ? values
        .slice(0, 10)
        .map((value) => String(value).slice(0, 40))
        .join(', ')
    : '';
}
