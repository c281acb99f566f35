/** A light stemmer for Ukrainian and Belarusian words: takes off one inflectional ending, so that forms of a name or a common word meet. */

const ENDINGS = [
  'ування', 'уванням', 'ського', 'ському', 'ською', 'ської', 'ськими', 'ських', 'ський', 'ська', 'ське', 'ські', 'ську',
  'ями', 'ами', 'ому', 'ого', 'ими', 'імі', 'ымі', 'ага', 'ому', 'аму', 'яму', 'ові', 'еві', 'єві', 'ією', 'ьою', 'ість', 'ості', 'істю', 'асць', 'асці',
  'ють', 'уть', 'ять', 'ать', 'ити', 'ати', 'яти', 'ува', 'ець', 'єте', 'ете', 'ите',
  'ах', 'ях', 'ам', 'ям', 'ом', 'ем', 'єм', 'ів', 'їв', 'ев', 'єв', 'аў', 'яў', 'оў', 'ой', 'ий', 'ій', 'їй', 'ый', 'ою', 'ею', 'єю', 'ої', 'ая', 'яя', 'ое', 'ую', 'юю', 'их', 'іх', 'ых', 'им', 'ім', 'ым', 'ти', 'ць', 'ся', 'ла', 'ло', 'ли', 'лі', 'ню', 'ня',
  'а', 'я', 'о', 'е', 'є', 'и', 'і', 'ї', 'ы', 'у', 'ю', 'й', 'ь',
];
const BY_LENGTH: readonly ReadonlySet<string>[] = Array.from({ length: 8 }, (_, n) => new Set(ENDINGS.filter((e) => e.length === n)));
const SHORTEST_STEM = 3;

/** Letters that these languages have and Russian has not. */
export const EAST_SLAVIC_LETTER = /[іїєґў]/;

/** `word` is lower case. */
export function stemEastSlavic(word: string): string {
  for (let length = Math.min(7, word.length - SHORTEST_STEM); length > 0; length--) {
    if (BY_LENGTH[length]!.has(word.slice(-length))) return word.slice(0, -length);
  }
  return word;
}
