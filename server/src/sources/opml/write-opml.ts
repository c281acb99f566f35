/** The list of a person's sources for other readers, and for `parseOpml` of another Tidings. */
export interface OpmlOutline {
  title: string;
  address: string;
  siteUrl: string | null;
  /** " / " separates nested folders. */
  folder: string | null;
  kind: 'rss' | 'telegram' | 'web';
}

interface Folder {
  name: string;
  folders: Map<string, Folder>;
  sources: OpmlOutline[];
}

/** OPML 2.0, UTF-8, folders nested as outlines. The kind is the outline's `type`. */
export function writeOpml(list: { title: string; sources: readonly OpmlOutline[] }): string {
  const top: Folder = { name: '', folders: new Map(), sources: [] };
  for (const source of list.sources) place(top, source).sources.push(source);
  const head = `  <head>\n    <title>${escapeXml(list.title)}</title>\n  </head>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n${head}  <body>\n${outlines(top, 2)}  </body>\n</opml>\n`;
}

function place(top: Folder, source: OpmlOutline): Folder {
  let folder = top;
  for (const name of source.folder === null ? [] : source.folder.split(' / ')) {
    let next = folder.folders.get(name);
    if (!next) folder.folders.set(name, (next = { name, folders: new Map(), sources: [] }));
    folder = next;
  }
  return folder;
}

function outlines(folder: Folder, depth: number): string {
  const indent = '  '.repeat(depth);
  const inner = [...folder.folders.values()].map((each) => {
    const name = escapeXml(each.name);
    return `${indent}<outline text="${name}" title="${name}">\n${outlines(each, depth + 1)}${indent}</outline>\n`;
  });
  const leaves = folder.sources.map((source) => {
    const name = escapeXml(source.title);
    const site = source.siteUrl === null ? '' : ` htmlUrl="${escapeXml(source.siteUrl)}"`;
    return `${indent}<outline type="${source.kind}" text="${name}" title="${name}" xmlUrl="${escapeXml(source.address)}"${site}/>\n`;
  });
  return inner.join('') + leaves.join('');
}

function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/\s/g, ' ');
}
