/**
 * One error for everything that can go wrong on purpose. `code` is stable and part of the API; the
 * edges (HTTP, command line, bot, job runner) each turn it once into their own words.
 */
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import { reasons, type Reason } from '../contract/reasons.ts';

export type ErrorDetails = Record<string, string | number | boolean | null>;

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  /** Facts for the text of the error and for logs; never a secret, never the body of a foreign answer. */
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(errorText(code, details, 'en'), options);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}

/** Thrown by a job that cannot be done now: it is put back without counting as a failure. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly seconds: number;

  constructor(seconds: number, reason: string) {
    super(reason);
    this.seconds = seconds;
  }
}

/** The sentence for a person; `{name}` in it is filled from `details`, and a reason that has a name with its words. */
export function errorText(code: ErrorCode, details: ErrorDetails, language: 'en' | 'ru'): string {
  const reason = String(details['reason'] ?? '');
  const said = Object.hasOwn(reasons, reason) ? fill(reasons[reason as Reason][language], details, language) : reason;
  return fill(errorCodes[code][language], { ...details, reason: said }, language);
}

function fill(sentence: string, details: ErrorDetails, language: 'en' | 'ru'): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => withUnits(String(details[name] ?? ''), language));
}

/** Details are the same in every language; units are words. */
const units: Readonly<Record<'en' | 'ru', Readonly<Record<string, string>>>> = {
  en: { MB: '\u00a0MB', KB: '\u00a0KB', '/min': ' a minute' },
  ru: { MB: '\u00a0МБ', KB: '\u00a0КБ', '/min': ' в минуту' },
};

function withUnits(detail: string, language: 'en' | 'ru'): string {
  return detail.replace(/^(\d+)\s?(MB|KB|\/min)$/, (_, amount: string, unit: string) => amount + units[language][unit]!);
}
