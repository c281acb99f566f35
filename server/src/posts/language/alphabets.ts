/** Letters that a language does not have speak against it. */
const letters: Record<string, string> = {
  ru: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  uk: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  be: 'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
  bg: 'абвгдежзийклмнопрстуфхцчшщъьюя',
  sr: 'абвгдђежзијклљмнњопрстћуфхцчџш',
  mk: 'абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ',
  kk: 'аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя',
  ky: 'абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя',
  tg: 'абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя',
  mn: 'абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя',
  tt: 'аәбвгдеёжҗзийклмнңоөпрстуүфхһцчшщъыьэюя',
};

/** The first Cyrillic code, and how many follow it. */
export const CYRILLIC = 0x400;
export const CYRILLIC_LETTERS = 0x130;

/** Made once for each language. */
const missing = new Map<string, Uint8Array>();

/** 1 for each letter (by code minus `CYRILLIC`) that is not of the language; null for languages without a table. */
export function foreignLetters(language: string): Uint8Array | null {
  const alphabet = letters[language];
  if (alphabet === undefined) return null;
  let table = missing.get(language);
  if (!table) {
    table = new Uint8Array(CYRILLIC_LETTERS).fill(1);
    for (const letter of alphabet) table[letter.charCodeAt(0) - CYRILLIC] = 0;
    missing.set(language, table);
  }
  return table;
}
