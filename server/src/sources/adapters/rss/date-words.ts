/** Month names and time zone names as they are met in feeds of many countries. */

/**
 * Stems without diacritics, lower case. A word is looked up whole, then shortened from the end, so
 * `sep` also finds september, septembre and septiembre.
 */
const monthStems: readonly string[] = [
  // en de fr es it pt nl pl | ru uk | el | tr | fi | hu ro where they differ
  'jan ene gen sty ian янв сич січ ιαν oca tammi',
  'feb fev lut фев лют φεβ sub helmi',
  'mar mrt mae мар бер μαρ maalis',
  'apr avr abr kwi апр квит квіт απρ nis huhti',
  'may mai mag maj mei маи мая трав μαι μαϊ touko',
  'jun juin giu cze iun июн черв ιουν haz kesa',
  'jul juil lug lip iul июл лип ιουλ tem heina',
  'aug ago aou sie авг серп αυγ agu elo',
  'sep set wrz сен вер σεπ eyl syys szept',
  'oct okt ott out paz окт жовт οκτ eki loka',
  'nov lis ноя лист νοε kas marras',
  'dec dez dic gru дек груд δεκ ara joulu',
];

const months = new Map<string, number>();
for (const [index, stems] of monthStems.entries()) {
  for (const stem of stems.split(' ')) months.set(stem, index);
}

/** Month 0-11 of a word in lower case without diacritics, or null. */
export function monthOf(word: string): number | null {
  for (let length = Math.min(word.length, 6); length >= 3; length--) {
    const month = months.get(word.slice(0, length));
    if (month !== undefined) return month;
  }
  return null;
}

/** Minutes east of UTC. Military letters as RFC 822 has them. */
const zones = new Map<string, number>();
const zoneHours: Record<string, string> = {
  '0': 'z ut utc gmt wet greenwich',
  '1': 'cet met mez bst west wat n',
  '2': 'cest mest mesz eet sast cat o',
  '3': 'eest msk мск eat trt idt p',
  '4': 'msd samt gst azt get amt q',
  '5': 'yekt pkt uzt tmt r',
  '6': 'omst almt bdt kgt s',
  '7': 'krat novt ict wib t',
  '8': 'irkt hkt sgt awst pht myt wita u',
  '9': 'yakt jst kst wit v',
  '10': 'vlat aest chst w',
  '11': 'magt aedt sakt x',
  '12': 'nzst pett fjt y',
  '13': 'nzdt',
  '-1': 'azot a',
  '-2': 'brst b',
  '-3': 'adt brt art uyt c',
  '-4': 'edt ast at clt vet d',
  '-5': 'est cdt et pet cot ect e',
  '-6': 'cst mdt ct f',
  '-7': 'mst pdt mt g',
  '-8': 'pst akdt pt h',
  '-9': 'akst i',
  '-10': 'hst k',
  '-11': 'sst l',
  '-12': 'm',
  '5.5': 'ist',
  '9.5': 'acst',
  '10.5': 'acdt',
  '-3.5': 'nst',
  '-2.5': 'ndt',
};
for (const [hours, names] of Object.entries(zoneHours)) {
  for (const name of names.split(' ')) zones.set(name, Number(hours) * 60);
}

/** Minutes east of UTC of a zone name in lower case, or null when it is not known. */
export function zoneOf(name: string): number | null {
  return zones.get(name) ?? null;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Minutes east of UTC that an IANA zone such as `europe/rome` has at an instant; null for no zone. */
export function ianaOffset(zone: string, at: Date): number | null {
  const format = ianaFormat(zone);
  if (!format) return null;
  const part = format.formatToParts(at).find((each) => each.type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d{1,2})(?::?(\d{2}))?/.exec(part);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}

function ianaFormat(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat | null = null;
  try {
    format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    // No such zone: remembered as null below.
  }
  // An outsider chooses the names, so the memory is bounded.
  if (formats.size < 200) formats.set(zone, format);
  return format;
}
