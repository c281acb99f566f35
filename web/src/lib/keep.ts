/** Small things kept on this device. A browser that forbids storage only forgets them. */
export function readKept(name: string): string | null {
  try {
    return localStorage.getItem(`tidings.${name}`);
  } catch {
    return null;
  }
}
export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`tidings.${name}`);
    else localStorage.setItem(`tidings.${name}`, value);
  } catch {
    // Private windows may refuse; nothing depends on it.
  }
}
export function readKeptJson<T>(name: string, fallback: T): T {
  try {
    return (JSON.parse(readKept(name) ?? 'null') as T | null) ?? fallback;
  } catch {
    return fallback;
  }
}
export function keepJson(name: string, value: unknown): void {
  keep(name, JSON.stringify(value));
}
