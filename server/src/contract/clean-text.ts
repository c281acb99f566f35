/** Marks on one letter that are kept. No language puts more than a few there; thousands make `normalize` take minutes. */
const mostMarks = 8;
const tooManyMarks = new RegExp(String.raw`(\p{M}{${mostMarks}})\p{M}+`, 'gu');
const hasTooMany = new RegExp(String.raw`\p{M}{${mostMarks + 1}}`, 'u');

/** Well-formed Unicode without NUL, which is all that PostgreSQL stores, and with few marks on each letter. */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  const plain = wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed;
  return hasTooMany.test(plain) ? plain.replace(tooManyMarks, '$1') : plain;
}
