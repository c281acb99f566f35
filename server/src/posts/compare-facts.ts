/**
 * What reports of one story say differently, read from their texts alone. It speaks only when it is sure:
 * a number counts when the report has it once with that unit, and two reports say it about the same thing
 * when words around it agree too.
 */
export interface Report {
  postId: number;
  language: string | null;
  text: string;
}

export interface Difference {
  /** The thing that is counted, as the first report writes it. */
  fact: string;
  values: { text: string; postIds: number[] }[];
}

interface Figure {
  value: string;
  text: string;
  unit: string;
  unitText: string;
  around: Set<string>;
}

const figure =
  /(?<![\p{L}\p{N}.,:/№#-])(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}(?:,\d{3})+|\d+)([.,]\d+)?(?![\p{L}\p{N}:/-])(?:[ \u00a0]?(%)|[ \u00a0]((?:млрд|млн|тыс|миллион\p{L}*|миллиард\p{L}*|тысяч\p{L}*|million|billion|thousand)(?![\p{L}]))?\.?[ \u00a0]?(\p{L}{3,}))/giu;

/** Times, dates and years differ for reasons of their own. */
const calendar =
  /^(янв|фев|мар[та]|апр|ма[йя]$|июн|июл|авг|сен|окт|ноя|дек|год|лет|век|jan|feb|mar(ch)?$|apr|may$|june?$|july?$|aug|sep|oct|nov|dec|year|час|мин|сек|утр|вечер|hour|minute|second|o'clock|день|дня|дней|day|недел|week|месяц|month)/iu;
const reach = 60;
const wordsNeeded = 2;
const most = 4;

/** Facts for which reports in the same language give different numbers. */
export function compareFacts(reports: readonly Report[]): Difference[] {
  const figures = reports.map((report) => ({ report, byUnit: onceEach(figuresIn(report.text)) }));
  const units = new Set(figures.flatMap(({ byUnit }) => [...byUnit.keys()]));
  return [...units].flatMap((unit) => differenceOf(figures, unit) ?? []).slice(0, most);
}

/** Whether a report has figures that the first one lacks: at least two, so that one slip of reading proves nothing. */
export function addsFigures(first: string, other: string): boolean {
  const known = new Set(figuresIn(first).map((one) => one.value));
  return new Set(figuresIn(other).flatMap((one) => (known.has(one.value) ? [] : [one.value]))).size >= 2;
}

type Read = { report: Report; byUnit: ReadonlyMap<string, Figure> };

function differenceOf(read: readonly Read[], unit: string): Difference | null {
  const start = read.find(({ byUnit }) => byUnit.has(unit));
  const base = start?.byUnit.get(unit);
  if (!start || !base) return null;
  const values = new Map<string, { text: string; postIds: number[] }>();
  for (const { report, byUnit } of read) {
    const found = byUnit.get(unit);
    if (!found || report.language !== start.report.language || (found !== base && shared(base.around, found.around) < wordsNeeded)) continue;
    const value = values.get(found.value) ?? { text: found.text, postIds: [] };
    value.postIds.push(report.postId);
    values.set(found.value, value);
  }
  return values.size > 1 ? { fact: base.unitText, values: [...values.values()] } : null;
}

function onceEach(figures: readonly Figure[]): Map<string, Figure> {
  const byUnit = new Map<string, Figure>();
  const doubled = new Set<string>();
  for (const one of figures) {
    const known = byUnit.get(one.unit);
    if (known && known.value !== one.value) doubled.add(one.unit);
    else if (!known) byUnit.set(one.unit, one);
  }
  for (const unit of doubled) byUnit.delete(unit);
  return byUnit;
}

function figuresIn(text: string): Figure[] {
  return [...text.slice(0, 20_000).matchAll(figure)].flatMap((match) => {
    const [whole, digits = '', fraction = '', percent, scale = '', noun = ''] = match;
    const unitText = percent ?? noun;
    if (calendar.test(unitText)) return [];
    const end = match.index + whole.length;
    const sentence = `${text.slice(Math.max(0, match.index - reach), match.index)} ${text.slice(end, end + reach)}`;
    return {
      value: `${digits.replace(/\D/g, '')}${fraction.replace(',', '.')} ${stem(scale)}`,
      text: whole.trim(),
      unit: percent ?? `${stem(noun)}`,
      unitText,
      around: new Set([...sentence.matchAll(/\p{L}{4,}/gu)].map(([word]) => stem(word))),
    };
  });
}

/** Enough of a word to know it again in another form. */
function stem(word: string): string {
  return word.toLowerCase().slice(0, word.length > 6 ? 5 : 4);
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const one of a) if (b.has(one)) count++;
  return count;
}
