import { detect } from 'tinyld';
export function detectLanguage(text: string, _options: { declared?: string | null; sourceMajority?: string | null } = {}): string | null {
  return detect(text.slice(0, 1000)) || null;
}
