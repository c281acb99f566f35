/** What can only be seen from outside of a page: where it turns to, where it goes, what the browser complains of. */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';

const inPage = fileURLToPath(new URL('./watch-page.js', import.meta.url));
/** Places of the web app, and what it loads. */
const ownPaths =
  /^\/(?:$|(?:post|source|folder|tag)\/|(?:saved|search|sources|settings|more|welcome|sign-in)$|api\/|assets\/|icons\/|sw\.js$|theme\.js$|manifest\.webmanifest$)/;

export interface Watch {
  /** Everything noted since the last call, from outside and from inside of the pages. */
  takeNotes(): Promise<string[]>;
}

/** A page that others wrote may keep a browser from ever answering: what then stands in for the answer. */
export async function soon<T>(answer: Promise<T>, instead: T, limitMs = 10_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((done) => (timer = setTimeout(done, limitMs, instead)));
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** Every page that is opened in the context from now on is watched; `origin` is where its own server is. */
export async function watchContext(context: BrowserContext, origin: string): Promise<Watch> {
  const notes: string[] = [];
  const note = (what: string) => void notes.push(what.slice(0, 300));
  const pages = new Set<Page>();
  await context.addInitScript({ path: inPage });
  context.on('request', (request) => {
    const url = URL.parse(request.url());
    if (url?.protocol === 'data:' || url?.protocol === 'about:') return;
    if (url?.origin !== origin) note(`request to ${request.url()}`);
    else if (!ownPaths.test(url.pathname)) note(`request to ${url.pathname}`);
  });
  context.on('page', (page) => {
    if (pages.size > 0 && page.url() !== 'about:blank') note(`a window was opened: ${page.url()}`);
    pages.add(page);
    page.on('close', () => pages.delete(page));
    page.on('popup', (popup) => note(`a window was opened: ${popup.url()}`));
    page.on('download', (download) => note(`download of ${download.url()}`));
    page.on('websocket', (socket) => URL.parse(socket.url())?.host !== URL.parse(origin)?.host && note(`socket to ${socket.url()}`));
    page.on('pageerror', (error) => note(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      note(`dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
    page.on('console', (message) => {
      if (/content security policy|trusted ?(?:html|script|type)/i.test(message.text())) note(`console: ${message.text()}`);
    });
    page.on('framenavigated', (frame) => {
      const url = URL.parse(frame.url());
      if (frame.parentFrame() !== null) note(`frame ${frame.url()}`);
      else if (url?.protocol !== 'about:' && (url?.origin !== origin || !ownPaths.test(url.pathname))) note(`went to ${frame.url()}`);
    });
  });
  return {
    async takeNotes() {
      const inside = await Promise.all(
        [...pages].map((page) =>
          soon(
            page.evaluate<string[]>('__watch.takeNotes()').catch(() => []),
            ['a page that does not answer'],
          ),
        ),
      );
      return [...notes.splice(0), ...inside.flat()];
    },
  };
}
