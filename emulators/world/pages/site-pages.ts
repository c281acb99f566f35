/** The front page and the articles of a site, with what surrounds an article on real sites. */
import { page, type Answer } from '../answer.ts';
import { escapeXml } from '../escape.ts';
import { feedType } from '../feeds/answer-feed.ts';
import type { Language } from '../news/fill-template.ts';
import { articlePath, type Item, type Outlet } from '../outlet.ts';

export interface SiteView {
  outlet: Outlet;
  items: Item[];
  base: string;
}

const words: Record<Language, Record<'home' | 'about' | 'contact' | 'ad' | 'comments' | 'share' | 'related' | 'cookies' | 'subscribe' | 'rights', string>> = {
  ru: {
    home: 'Главная',
    about: 'О нас',
    contact: 'Связаться',
    ad: 'Реклама: тёплые сапоги для палубы со скидкой',
    comments: 'Комментарии',
    share: 'Поделиться',
    related: 'Ещё по теме',
    cookies: 'Мы используем файлы cookie, чтобы помнить, что вы это уже закрыли.',
    subscribe: 'Подпишитесь на утреннее письмо',
    rights: 'Все права выдуманы',
  },
  en: {
    home: 'Home',
    about: 'About',
    contact: 'Contact',
    ad: 'Advertisement: warm deck boots at half price',
    comments: 'Comments',
    share: 'Share',
    related: 'More on this',
    cookies: 'We use cookies to remember that you have closed this.',
    subscribe: 'Get the morning letter',
    rights: 'All rights invented',
  },
};

const comments: Record<Language, readonly [string, string][]> = {
  ru: [
    ['boatswain77', 'Читал стоя, чуть не пропустил свою остановку.'],
    ['Ираида', 'А у нас во дворе опять обещают и опять не делают!'],
    ['kot_na_molu', 'Первый! Нет, второй.'],
  ],
  en: [
    ['boatswain77', 'Read this standing up and nearly missed my stop.'],
    ['Iraida', 'They promised the same for our yard, and look at it!'],
    ['cat_on_the_mole', 'First! No, second.'],
  ],
};

export function frontPage(view: SiteView): Answer {
  const { outlet, items, base } = view;
  const list = items
    .slice(0, 20)
    .map((item) => teaser(item, base))
    .join('\n');
  return page(
    200,
    layout(view, {
      title: outlet.title,
      head: `${feedLink(view)}\n<meta name="description" content="${escapeXml(outlet.description)}">`,
      main: `<h1>${escapeXml(outlet.title)}</h1>\n<section class="list">\n${list}\n</section>`,
    }),
  );
}

function teaser(item: Item, base: string): string {
  const picture = item.picture ? `<img src="${base}/pictures/${item.id}.png" alt="" width="160" height="100" loading="lazy">` : '';
  return `<article class="teaser">${picture}<h2><a href="${base}${articlePath(item)}">${escapeXml(item.title)}</a></h2><time datetime="${item.at.toISOString()}">${item.at.toISOString().slice(0, 10)}</time><p>${escapeXml(item.paragraphs[0] ?? '')}</p></article>`;
}

function feedLink({ outlet, base }: SiteView): string {
  if (outlet.page.discovery === 'none' || outlet.feed.format === 'none') return '';
  const href = outlet.page.discovery === 'relative' ? outlet.feed.path.slice(1) : `${base}${outlet.feed.path}`;
  return `<link rel="alternate" type="${feedType(outlet.feed.format)}" title="${escapeXml(outlet.title)}" href="${href}">`;
}

export function articlePage(view: SiteView, item: Item): Answer {
  const { outlet, items, base } = view;
  const w = words[outlet.language];
  const picture = item.picture
    ? `<figure><img src="${base}/pictures/${item.id}.png" alt="${escapeXml(item.title)}" width="640" height="400"><figcaption>${escapeXml(item.title)}</figcaption></figure>`
    : '';
  const paragraphs = item.paragraphs
    .map((p, i) => `<p>${escapeXml(p)}</p>${i === 1 ? `\n<div class="ad banner" aria-hidden="true">${w.ad}</div>` : ''}`)
    .join('\n');
  const related = items
    .filter((i) => i.id !== item.id)
    .slice(0, 4)
    .map((i) => `<li><a href="${base}${articlePath(i)}">${escapeXml(i.title)}</a></li>`)
    .join('');
  const remarks = comments[outlet.language].map(([who, what]) => `<li class="comment"><b>${who}</b> <p>${what}</p></li>`).join('');
  const main = `<article class="story">
<h1>${escapeXml(item.title)}</h1>
<p class="byline"><span class="author" rel="author">${escapeXml(item.author)}</span> <time datetime="${item.at.toISOString()}">${item.at.toISOString().slice(0, 16).replace('T', ' ')}</time></p>
<div class="text">
${picture}
${paragraphs}
</div>
</article>
<div class="share"><button>${w.share}</button><button>+1</button></div>
<aside class="related"><h3>${w.related}</h3><ul>${related}</ul></aside>
<section id="comments" class="comments"><h3>${w.comments}</h3><ol>${remarks}</ol></section>`;
  const meta = `<meta property="og:type" content="article">
<meta property="og:title" content="${escapeXml(item.title)}">
<meta property="og:site_name" content="${escapeXml(outlet.title)}">
<meta property="article:published_time" content="${item.at.toISOString()}">
<meta name="author" content="${escapeXml(item.author)}">
<link rel="canonical" href="${base}${articlePath(item)}">`;
  return page(200, layout(view, { title: `${item.title} | ${outlet.title}`, head: `${meta}\n${feedLink(view)}`, main }));
}

function layout({ outlet, base }: SiteView, parts: { title: string; head: string; main: string }): string {
  const w = words[outlet.language];
  return `<!doctype html>
<html lang="${outlet.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeXml(parts.title)}</title>
<link rel="icon" href="${base}/favicon.png" type="image/png">
${parts.head}
<style>body{font:17px/1.5 Georgia,serif;max-width:44rem;margin:0 auto;padding:1rem}nav a{margin-right:1rem}.teaser img{float:right;margin-left:1rem}.ad{background:#ffe9a8;padding:.5rem}</style>
</head>
<body>
<div class="cookie-notice">${w.cookies} <button>OK</button></div>
<header><a class="logo" href="${base}/">${escapeXml(outlet.title)}</a><nav><a href="${base}/">${w.home}</a><a href="${base}/about">${w.about}</a><a href="${base}/contact">${w.contact}</a></nav></header>
<main>
${parts.main}
</main>
<form class="newsletter" action="${base}/subscribe"><label>${w.subscribe} <input type="email"></label></form>
<footer><p>${w.rights}</p></footer>
<script>window.seen = true;</script>
</body>
</html>
`;
}

/** "About" and "contact": pages of the menu that are no articles. */
export function plainPage(view: SiteView, which: 'about' | 'contact'): Answer {
  const { outlet } = view;
  const title = words[outlet.language][which];
  return page(200, layout(view, { title, head: '', main: `<h1>${title}</h1><p>${escapeXml(outlet.description)}</p>` }));
}
