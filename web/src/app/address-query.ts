/** What stands after "?" in an address: names and texts, as every program writes and reads them. Nothing in it is taken for JSON. */

export function parseQuery(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

export function writeQuery(search: Record<string, unknown>): string {
  const entries = Object.entries(search).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, String(value)]]));
  const query = new URLSearchParams(entries).toString();
  return query === '' ? '' : `?${query}`;
}
