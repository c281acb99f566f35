/** Marks on one letter that are kept. No language puts more than a few there; thousands make `normalize` take minutes. */
const mostMarks = 8;
const tooManyMarks = new RegExp(String.raw`(\p{M}{${mostMarks}})\p{M}+`, 'gu');
const hasTooMany = new RegExp(String.raw`\p{M}{${mostMarks + 1}}`, 'u');
/**
 * A character outside of the blocks of Latin, Greek, Cyrillic, signs and pictures, which hold no marks.
 * Almost no text has one, and looking for this is far quicker than counting marks. Halves of pairs are meant
 * one by one.
 */
// oxlint-disable-next-line no-misleading-character-class
const mayHaveMarks = /[^\0-\u02ff\u0370-\u0482\u048a-\u0590\u2000-\u20cf\u2100-\u2bff\ud83c-\ud83e\udc00-\udfff]/;

/** Well-formed Unicode without NUL, which is all that PostgreSQL stores, and with few marks on each letter. */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  const plain = wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed;
  return mayHaveMarks.test(plain) && hasTooMany.test(plain) ? plain.replace(tooManyMarks, '$1') : plain;
}
