// Runs in every page and frame before anything else: notes what hostile markup would do, and finds what should not be there.
// `__watch.takeNotes()` gives what has happened since the last call, `__watch.findDanger(root)` what stands in the page.
(() => {
  const notes = [];
  const note = (what) => notes.length < 1000 && notes.push(String(what).slice(0, 300));
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = (...given) => note(`${name}(${given.join(', ')})`);
  for (const name of ['write', 'writeln']) document[name] = (...given) => note(`document.${name}(${given.join(', ')})`);
  addEventListener('securitypolicyviolation', (event) => note(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));

  const globals = new WeakMap();
  /** Names that have appeared on window and document since the first look. */
  const newNames = () =>
    [window, document].flatMap((object) => {
      const names = Object.keys(object);
      const known = globals.get(object) ?? new Set(names);
      globals.set(object, new Set([...known, ...names]));
      return names.filter((name) => !known.has(name)).map((name) => `new name ${name}`);
    });

  const elements = new Set(
    'script style iframe frame frameset object embed applet base meta link template noscript math marquee audio video source track portal form'.split(' '),
  );
  const controls = new Set('input textarea select option keygen isindex'.split(' '));
  const shapes = new Set('svg g path circle ellipse rect line polyline polygon'.split(' '));
  const addresses = new Set('href src srcset poster data cite background action formaction longdesc xlink:href ping manifest dynsrc lowsrc'.split(' '));
  const never = new Set('srcdoc formaction action ping background autofocus contenteditable http-equiv'.split(' '));
  const style = /expression|javascript:|behaviou?r|-moz-binding|@import|url\(/i;

  const isSafeAddress = (element, name, value) => {
    if (name === 'href' && element.localName === 'a') return /^(https?|mailto|tel|tg):$/.test(URL.parse(value, document.baseURI)?.protocol ?? '');
    const parts = name === 'srcset' ? value.split(/\s*,\s*/).map((part) => part.split(' ')[0]) : [value];
    return parts.every((part) => URL.parse(part, document.baseURI)?.origin === location.origin || /^data:image\/(png|gif|jpeg|webp)/i.test(part));
  };
  const attributeDanger = (element, { name, value }) => {
    if (/^on/i.test(name) || never.has(name.toLowerCase())) return `${name}=${value}`;
    if (name === 'style' && style.test(value)) return `style=${value}`;
    if (addresses.has(name.toLowerCase()) && !isSafeAddress(element, name, value)) return `${name}=${value}`;
    return null;
  };
  const elementDanger = (element) => {
    const name = element.localName;
    if (elements.has(name)) return `<${name}>`;
    if (controls.has(name) && element.closest('article, table, [role=feed], nav')) return `<${name}> in what others wrote`;
    if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml' && !shapes.has(name)) return `<${name}> of another namespace`;
    return null;
  };

  globalThis.__watch = {
    takeNotes: () => [...notes.splice(0), ...newNames()],
    findDanger(root = document.body) {
      const found = new Set();
      for (const element of root.querySelectorAll('*')) {
        const danger = elementDanger(element);
        if (danger) found.add(danger);
        for (const attribute of element.attributes) {
          const bad = attributeDanger(element, attribute);
          if (bad) found.add(`<${element.localName}> ${bad}`.slice(0, 300));
        }
      }
      return [...found];
    },
    /** Which cases can be read here. */
    marks: (root = document.body) => [...new Set(root.textContent.match(/(?:case|word)\d{4}/g) ?? [])],
  };
})();
