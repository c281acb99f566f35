/** Takes off what a channel or a site adds to every text: calls to subscribe, "read more", credits. */

const call =
  /^(?:[^\p{L}\p{N}]{0,12})(?:подпи(?:саться|шись|шитесь|сывай\p{L}*|ска)|підпи(?:сатися|шись|шіться|суй\p{L}*)|чита(?:ть|йте|й)(?:\s+(?:далее|полностью|также|больше|дальше|подробнее|нас|ещё|еще|в источнике))|подробнее|подробности|полный текст|продолжение|источник\s*(?:[:|–—-]|$)|джерело\s*(?:[:|–—-]|$)|детальніше|читати далі|фото\s*:|видео\s*:|наш\s+(?:канал|чат|телеграм\p{L}*|сайт|бот)|мы\s+в\s+|присла(?:ть|йте)\s|предложить\s|поделиться|поддержать|обсудить|реклама|erid|прямой эфир|subscribe|sign up|read\s+(?:more|the|full|on|next|also)|continue reading|full\s+(?:story|article|text)|more\s+(?:here|details|at|on)\b|learn more|click here|the post\s|originally (?:published|posted)|follow\s+(?:us|me|our)|join\s+(?:us|our|the|me)|source\s*:|via\s*[:@]|photo\s*:|image\s*:|credits?\s*:|share\s+(?:this|on|via)|comments?\s*(?:$|\()|@\p{L}|https?:|t\.me\/)/iu;
const anywhere =
  /подпи(?:саться|шись|шитесь|сывайтесь) на|підпи(?:саться|шись|сатися|шіться) на|subscribe to|appeared first on|читайте нас в|наш (?:телеграм|telegram)|follow us on|join our/iu;
/** A call that follows the last sentence without a full stop. */
const closing =
  /\s[^\p{L}\p{N}]{0,8}(?:подпи(?:саться|шись|шитесь|сывайтесь)|підпи(?:сатися|шись|шіться)|чита(?:ть далее|йте (?:также|нас|далее|полностью))|подробнее\s|источник:|наш(?: телеграм|\s?-?канал| чат)|прислать новость|read more|continue reading|subscribe (?:to|now)|follow us|source:|via @|join (?:us|our)|share this)/iu;

const SHORT = 120;

/**
 * The text without such lines and closing sentences. Only short pieces at the very start and the end
 * are judged; when nothing would remain, the text is given back as it was.
 */
export function withoutSignatures(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  let from = 0;
  let to = lines.length;
  if (to > 1 && isSignature(lines[0] ?? '')) from++;
  for (let n = 0; n < 4 && to - from > 1 && isSignature(lines[to - 1] ?? ''); n++) to--;
  if (to <= from) return text;
  const last = lines[to - 1] ?? '';
  const kept = lines.slice(from, to - 1);
  kept.push(withoutClosingCalls(last));
  return kept.join('\n');
}

function isSignature(line: string): boolean {
  if (line.length > SHORT) return false;
  return call.test(line) || anywhere.test(line) || !/[\p{L}\p{N}]/u.test(line);
}

/** "… in the third quarter. Read more" → without its last sentences while they are such calls. */
function withoutClosingCalls(line: string): string {
  let kept = line;
  for (let n = 0; n < 3; n++) {
    const tail = kept.slice(-SHORT);
    const call = tail.slice(-60).search(closing);
    const cut = call > 0 ? call + Math.max(0, tail.length - 60) : lastBreak(tail);
    if (cut <= 0 || (call <= 0 && !isSignature(tail.slice(cut)))) return kept;
    kept = kept.slice(0, kept.length - tail.length + cut).trimEnd();
  }
  return kept;
}

/** Index after the last sentence end that still has letters behind it; 0 when there is none. */
function lastBreak(tail: string): number {
  let lettersBehind = false;
  for (let at = tail.length - 1; at >= 0; at--) {
    const char = tail[at] ?? '';
    if (lettersBehind && '.!?…|»)'.includes(char)) return at + 1;
    if (!lettersBehind && /[\p{L}\p{N}]/u.test(char)) lettersBehind = true;
  }
  return 0;
}
