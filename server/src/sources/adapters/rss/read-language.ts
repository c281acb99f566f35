/** A declared language as a BCP 47 tag in lower case, or null when it is none (`English`, `en us utf-8`). */
export function languageTag(declared: string | null | undefined): string | null {
  const tag = declared?.trim().toLowerCase().replaceAll('_', '-') ?? '';
  return /^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}$/.test(tag) ? tag : null;
}
