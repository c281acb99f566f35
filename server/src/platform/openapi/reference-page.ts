/** The reference as one page that needs no script: it can be searched, printed and saved by the browser. */
import { escape, inline, prose } from './html.ts';
import type { Description } from './openapi.ts';
import { operationArticle, type Route } from './reference-operation.ts';
import { shapesOf } from './reference-shape.ts';

export function referencePage(document: Description): string {
  const groups = document.tags.map((tag) => ({ ...tag, routes: routesOf(document, tag.name) })).filter(({ routes }) => routes.length > 0);
  const contents = `<ul class="top"><li><a href="/">Open Tidings</a></li><li><a href="#start">Before you start</a></li></ul>
${groups.map(({ name, routes }) => `<h2><a href="#${name}">${capital(name)}</a></h2><ul>${routes.map(contentsRow).join('')}</ul>`).join('\n')}
<h2><a href="#shapes">Shapes</a></h2>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>Tidings API</title>
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<script src="/theme.js"></script>
<link rel="stylesheet" href="/docs/reference.css">
<link rel="icon" href="/icons/mark.svg" type="image/svg+xml">
</head>
<body lang="en">
<a class="skip" href="#start">To the text</a>
<nav class="rail" aria-label="Contents"><a class="brand" href="/docs">${brand(document)}</a>${contents}</nav>
<details class="bar"><summary><span class="brand">${brand(document)}</span><span>Contents</span></summary><nav aria-label="Contents">${contents}</nav></details>
<main>
<section id="start" class="intro">
<h1>The API of Tidings</h1>
${prose(document.info.description)}
<figure><figcaption>To begin</figcaption><pre tabindex="0"><code>TIDINGS=http://127.0.0.1:8010
TOKEN=$(npx tidings token create --name script --scope read)
curl "$TIDINGS/api/users/me/posts?show=unread" -H "Authorization: Bearer $TOKEN"</code></pre></figure>
<p>The same for programs: <a href="/openapi.json">openapi.json</a>, OpenAPI ${escape(document.openapi)}.</p>
</section>
${groups
  .map(
    ({ name, description, routes }) => `<section class="group" id="${name}"><h2>${capital(name)}</h2><p>${inline(description)}</p>
${routes.map((route) => operationArticle(document, route)).join('\n')}</section>`,
  )
  .join('\n')}
<section class="group" id="shapes"><h2>Shapes</h2><p>What bodies and answers are made of. Times are ISO 8601 in UTC; more fields may come with later versions.</p>
${shapesOf(document)}</section>
</main>
</body>
</html>`;
}

function routesOf(document: Description, tag: string): Route[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => (operation.tags?.includes(tag) ? [{ method, path, operation }] : [])),
  );
}

function contentsRow({ method, operation }: Route): string {
  return `<li><a href="#${operation.operationId}"><span>${escape(operation.summary ?? '')}</span><b class="method ${method}">${method.toUpperCase()}</b></a></li>`;
}

function brand({ info }: Description): string {
  return `<img src="/icons/mark.svg" alt="" width="22" height="22">Tidings API <small>${escape(info.version)}</small>`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
