/**
 * Fills a sentence with the facts of an event. `{ship}` is a fact; `{port.in}` one of its forms;
 * `{hours:час|часа|часов}` a number with the Russian word that agrees with it (English: two forms);
 * `{+port.in}` begins with a capital letter.
 */
export type Language = 'ru' | 'en';

/** A name in both languages; other keys are forms that Russian sentences ask for. */
export interface Name {
  ru: string;
  en: string;
  [form: string]: string;
}

export type Facts = Record<string, number | string | Name>;

export function fillTemplate(template: string, facts: Facts, language: Language): string {
  return template.replace(/\{(\+?)(\w+)(?:\.(\w+))?(?::([^{}]+))?\}/g, (whole, ...groups: (string | undefined)[]) => {
    const [capital, key, form, words] = groups;
    const fact = facts[key ?? ''];
    if (fact === undefined) throw new Error(`no fact for ${whole} in "${template}"`);
    const text = typeof fact === 'number' ? countWith(fact, words, language) : nameIn(fact, form, language);
    return capital === '' ? text : text.slice(0, 1).toUpperCase() + text.slice(1);
  });
}

function nameIn(fact: string | Name, form: string | undefined, language: Language): string {
  if (typeof fact === 'string') return fact;
  const text = fact[form ?? language];
  if (text === undefined) throw new Error(`"${fact.en}" has no form "${form}"`);
  return text;
}

function countWith(value: number, words: string | undefined, language: Language): string {
  const figure = language === 'ru' ? value.toLocaleString('ru-RU').replace(/\s/g, '\u00a0') : value.toLocaleString('en-GB');
  if (words === undefined) return figure;
  const forms = words.split('|');
  return `${figure} ${forms[language === 'ru' ? russianForm(value) : Number(value !== 1)] ?? ''}`;
}

/** 0: 1, 21, 101; 1: 2-4, 22; 2: 5-20, fractions take the second form. */
function russianForm(value: number): number {
  if (!Number.isInteger(value)) return 1;
  const ten = value % 10;
  const hundred = value % 100;
  if (ten === 1 && hundred !== 11) return 0;
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 1 : 2;
}
