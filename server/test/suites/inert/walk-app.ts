/** Walks through the web app so that every stored case is drawn, and looks at each as it stands there. */
import type { Page } from 'playwright-core';

export interface Seen {
  /** Marks of the cases that were read. */
  marks: Set<string>;
  /** What stood in the page that should not. */
  found: string[];
}

interface Look {
  marks: string[];
  found: string[];
}

const frame = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
const pause = 'new Promise((done) => setTimeout(done, 5))';
const look = (root: string) => `({ marks: __watch.marks(${root}), found: __watch.findDanger(${root}) })`;

function collect(looks: readonly Look[]): Seen {
  return { marks: new Set(looks.flatMap(({ marks }) => marks)), found: [...new Set(looks.flatMap(({ found }) => found))] };
}

export async function lookAround(page: Page): Promise<Seen> {
  return collect([await page.evaluate<Look>(look('document.body'))]);
}

/** Scrolls the open list to its end. */
export async function walkList(page: Page): Promise<Seen> {
  await page.locator('[data-list] article').first().waitFor();
  const looks = await page.evaluate<Look[]>(`(async () => {
    const list = document.querySelector('[data-list]');
    const looks = [];
    for (let still = 0; still < 100; ) {
      looks.push(${look('list')});
      const before = list.scrollTop;
      list.scrollBy(0, list.clientHeight * 0.9);
      await ${frame};
      if (list.scrollTop > before) still = 0;
      else if (/That is all/.test(list.textContent)) break;
      else { still += 1; await ${pause}; }
    }
    return looks;
  })()`);
  return collect(looks);
}

/** Opens post after post, without loading the page anew. */
export async function walkPosts(page: Page, ids: readonly number[]): Promise<Seen> {
  // The grey shapes that stand in for a post are no `article`.
  const looks = await page.evaluate<Look[]>(`(async () => {
    const looks = [];
    for (const id of ${JSON.stringify(ids)}) {
      const before = document.querySelector('article.art');
      history.pushState({}, '', '/post/' + id);
      for (let n = 0, open = null; open === null && n < 1000; n += 1) {
        await ${pause};
        const now = document.querySelector('article.art');
        if (now === null || now === before) continue;
        open = now;
        looks.push(${look('open')});
      }
    }
    return looks;
  })()`);
  return collect(looks);
}

/** Asks for a word and shows all that is found. */
export async function walkResults(page: Page, query: string): Promise<Seen> {
  await page.locator('input[type=search]').fill(query);
  const looks = await page.evaluate<Look[]>(`(async () => {
    const feed = () => document.querySelector('[role=feed][aria-busy=false]');
    for (const end = Date.now() + 5000; Date.now() < end; await ${frame}) {
      const asked = new URLSearchParams(location.search).get('q') === ${JSON.stringify(query)};
      if (asked && feed()?.querySelector('mark')?.textContent.toLowerCase().startsWith(${JSON.stringify(query.slice(0, 6))})) break;
    }
    for (let n = 0; n < 5; n += 1) {
      const before = feed()?.childElementCount;
      const more = [...document.querySelectorAll('button')].find((button) => button.textContent === 'Show more');
      if (!more) break;
      more.click();
      for (const end = Date.now() + 3000; Date.now() < end && !(feed()?.childElementCount > before); ) await ${frame};
    }
    return [${look('document.body')}];
  })()`);
  return collect(looks);
}
