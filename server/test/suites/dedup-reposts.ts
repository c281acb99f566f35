/** Makes light reposts of texts, as channels do: other emoji, links, signature, spacing, a few words replaced, the end cut off. */

export type Random = () => number;

/** Mulberry32: the same seed gives the same reposts. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface RepostPlan {
  /** Words replaced by others of `vocabulary`. */
  replace: number;
  emoji: boolean;
  links: boolean;
  signature: boolean;
  spacing: boolean;
  /** Share of the words that is kept from the start; 1 keeps all. */
  keep: number;
  comment: boolean;
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

export function planRepost(random: Random): RepostPlan {
  return {
    replace: Math.floor(random() * 4),
    emoji: random() < 0.5,
    links: random() < 0.5,
    signature: random() < 0.5,
    spacing: random() < 0.5,
    keep: random() < 0.3 ? 0.5 + random() * 0.45 : 1,
    comment: random() < 0.1,
  };
}

const emoji = ['❗️', '🔥', '⚡️', '🇷🇺', '👀', '📌', '✅', '😱', '➡️', '🟢'];
const signatures = [
  'Подписаться на канал',
  '👉 Подписывайтесь на «Прибрежные вести»',
  'Читать далее',
  'Читайте нас в Telegram: @coast_news',
  '@coast_news',
  '#новости #главное',
  'Источник: Прибрежные вести',
  'Подробнее — на сайте',
  'Read more',
  'Subscribe to our newsletter',
  'Follow us on social media',
  'Continue reading…',
  'Source: The Coast Herald',
  'Прислать новость: @coast_bot',
  'Наш чат | Наш сайт',
];
const links = [
  'https://coast.example/a/123?utm_source=tg',
  't.me/coast_news/4412',
  'https://clck.example/3xYz',
  'coast.example/story',
  '(https://coast.example/n/9)',
];
const comments = [
  'Вот это поворот, давно такого не было.',
  'Ну что, ждём продолжения истории?',
  'A story worth your time, in our view.',
  'We will keep watching this one closely.',
];

/** The text changed by the plan. `vocabulary` gives the words that replace others. */
export function repost(text: string, plan: RepostPlan, vocabulary: readonly string[], random: Random): string {
  let words = text.split(/\s+/).filter((word) => word !== '');
  if (plan.keep < 1) words = words.slice(0, Math.max(6, Math.round(words.length * plan.keep)));
  for (let n = 0; n < plan.replace; n++) replaceOne(words, vocabulary, random);
  const spaced = words.map((word) => (plan.spacing && random() < 0.08 ? `${word}${pick(random, ['\n\n', '  ', '\u00a0'])}` : `${word} `));
  let made = spaced.join('').trim();
  if (plan.keep < 1) made += pick(random, ['…', '...', '']);
  if (plan.links) made = insertAt(made, pick(random, links), random);
  if (plan.emoji) made = `${pick(random, emoji)} ${insertAt(made, pick(random, emoji), random)}`;
  if (plan.comment) made = `${pick(random, comments)}\n\n${made}`;
  if (plan.signature) made += `${pick(random, ['\n\n', '\n', ' '])}${pick(random, signatures)}`;
  return made;
}

/** Only ordinary words are replaced: another number or name makes another fact. */
function replaceOne(words: string[], vocabulary: readonly string[], random: Random): void {
  for (let tries = 0; tries < 20; tries++) {
    const at = Math.floor(random() * words.length);
    const word = words[at] ?? '';
    if (!/^\p{Ll}+[,.]?$/u.test(word)) continue;
    words[at] = pick(random, vocabulary);
    return;
  }
}

function insertAt(text: string, piece: string, random: Random): string {
  const at = text.indexOf(' ', Math.floor(random() * text.length));
  return at < 0 ? `${text} ${piece}` : `${text.slice(0, at)} ${piece}${text.slice(at)}`;
}
