/** Texts of the interface: one flat table a language, loaded when needed; plurals by Intl.PluralRules. */
import type en from './en.json';

type Table = typeof en;
type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
export type TextKey = { [K in keyof Table]: Table[K] extends string ? K : never }[keyof Table];
export type PluralKey = { [K in keyof Table]: Table[K] extends string ? never : K }[keyof Table];
export type Language = 'en' | 'ru';
type Values = Record<string, string | number>;

let table: Record<string, string | PluralForms> = {};
let rules = new Intl.PluralRules('en');
let numbers = new Intl.NumberFormat('en');

/** Loads a language; texts asked for afterwards are in it. */
export async function loadLanguage(language: Language): Promise<void> {
  const loaded = language === 'ru' ? await import('./ru.json') : await import('./en.json');
  setTable(language, loaded.default);
}
export function setTable(language: Language, next: Record<string, string | PluralForms>): void {
  table = next;
  rules = new Intl.PluralRules(language);
  numbers = new Intl.NumberFormat(language);
}

/** The language to begin with: what the account says, else the browser. */
export function pickLanguage(chosen: string | null | undefined, browser: readonly string[]): Language {
  const wanted = chosen ? [chosen] : browser;
  for (const tag of wanted) {
    if (/^ru\b/i.test(tag)) return 'ru';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

export function t(key: TextKey, values: Values = {}): string {
  const text = table[key];
  return typeof text === 'string' ? fill(text, values) : key;
}

/** `{n}` in the text is the number, grouped as the language does. */
export function plural(key: PluralKey, n: number, values: Values = {}): string {
  const forms = table[key];
  if (!forms || typeof forms === 'string') return key;
  return fill(forms[rules.select(n)] ?? forms.other, { n, ...values });
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? numbers.format(value) : value;
  });
}
