/** What each HTML element means for the tree of blocks. An element that is not named here is seen through. */
import { addBlock, addBreak, addRawText, breakLine, closeFormat, closeFrom, findOpen, openCell, openContainer, openFormat, top, type Flow } from './flow.ts';
import { linkAddress, sourceAddress } from './addresses.ts';
import type { FormatName } from './line.ts';
import { pickEmbed } from './pick-embed.ts';
import { oneLine, pickImage, type PickedImage } from './pick-image.ts';
import type { Attributes } from './read-tags.ts';

export interface ElementRule {
  open?: (flow: Flow, attributes: Attributes) => void;
  close?: (flow: Flow) => void;
}

export const elementRules = new Map<string, ElementRule>();

function rule(names: string, made: ElementRule): void {
  for (const name of names.split(' ')) elementRules.set(name, made);
}

const format = (name: FormatName): ElementRule => ({
  open: (flow) => openFormat(flow, name),
  close: (flow) => closeFormat(flow, name),
});

rule('b strong', format('b'));
rule('i em cite dfn var', format('i'));
rule('u ins', format('u'));
rule('s strike del', format('s'));
rule('code kbd samp tt', format('code'));
rule('sub', format('sub'));
rule('sup', format('sup'));
rule('mark', format('mark'));
rule('tg-spoiler', format('spoiler'));

rule('a', {
  open(flow, attributes) {
    const href = linkAddress(attributes.get('href') ?? '', flow.baseUrl);
    closeFormat(flow, 'a');
    if (href !== null) openFormat(flow, 'a', href);
  },
  close: (flow) => closeFormat(flow, 'a'),
});

// Browsers set the quotation marks of <q> themselves.
rule('q', { open: (flow) => addRawText(flow, '“'), close: (flow) => addRawText(flow, '”') });

rule('br', { open: addBreak });
rule('hr', { open: (flow) => addBlock(flow, { t: 'hr' }) });
rule(
  'p div section article main header footer aside nav address center details summary dialog fieldset legend form hgroup ' +
    'body html dd dl optgroup search frameset noframes marquee',
  { open: breakLine, close: breakLine },
);
rule('dt', {
  open(flow) {
    breakLine(flow);
    openFormat(flow, 'b');
  },
  close(flow) {
    closeFormat(flow, 'b');
    breakLine(flow);
  },
});

function heading(level: 2 | 3 | 4): ElementRule {
  return {
    open(flow) {
      const container = openContainer(flow, 'heading');
      if (container !== null) container.level = level;
    },
    close(flow) {
      breakLine(flow);
      if (top(flow).kind === 'heading') closeFrom(flow, flow.containers.length - 1);
    },
  };
}
rule('h1 h2', heading(2));
rule('h3', heading(3));
rule('h4 h5 h6', heading(4));

/** Closes the nearest container of `kind`, never out of the table cell that the tag stands in. */
function closeNearest(flow: Flow, kind: 'quote' | 'list' | 'figure' | 'caption' | 'pre' | 'table'): void {
  breakLine(flow);
  const index = findOpen(flow, [kind], kind === 'table' ? [] : ['cell']);
  if (index > 0) closeFrom(flow, index);
}

rule('blockquote', { open: (flow) => void openContainer(flow, 'quote'), close: (flow) => closeNearest(flow, 'quote') });
rule('figure', { open: (flow) => void openContainer(flow, 'figure'), close: (flow) => closeNearest(flow, 'figure') });
rule('figcaption caption', { open: (flow) => void openContainer(flow, 'caption'), close: (flow) => closeNearest(flow, 'caption') });
rule('pre listing xmp plaintext', { open: (flow) => void openContainer(flow, 'pre'), close: (flow) => closeNearest(flow, 'pre') });

function list(ordered: boolean): ElementRule {
  return {
    open(flow) {
      const container = openContainer(flow, 'list');
      if (container !== null) container.ordered = ordered;
    },
    close: (flow) => closeNearest(flow, 'list'),
  };
}
rule('ul menu dir', list(false));
rule('ol', list(true));
rule('li', {
  open(flow) {
    breakLine(flow);
    if (top(flow).kind === 'pre') return;
    const list = findOpen(flow, ['list'], ['cell', 'quote', 'figure', 'table', 'caption']);
    if (list > 0) closeFrom(flow, list + 1);
    else {
      const implied = openContainer(flow, 'list');
      if (implied === null) return;
      implied.implied = true;
    }
    openContainer(flow, 'item');
  },
  close(flow) {
    breakLine(flow);
    const item = findOpen(flow, ['item'], ['list', 'cell']);
    if (item > 0) closeFrom(flow, item);
  },
});

function toTable(flow: Flow): boolean {
  breakLine(flow);
  const index = findOpen(flow, ['table'], []);
  if (index > 0) closeFrom(flow, index + 1);
  return index > 0;
}

function section(header: boolean): ElementRule {
  return {
    open(flow) {
      if (toTable(flow)) top(flow).header = header;
    },
    close(flow) {
      if (toTable(flow)) top(flow).header = false;
    },
  };
}
rule('thead', section(true));
rule('tbody tfoot', section(false));
rule('table', { open: (flow) => void openContainer(flow, 'table'), close: (flow) => closeNearest(flow, 'table') });
rule('tr', {
  open(flow) {
    if (toTable(flow)) top(flow).rows.push({ header: top(flow).header, cells: [] });
  },
  close: (flow) => void toTable(flow),
});

function cell(header: boolean): ElementRule {
  return {
    open(flow) {
      if (toTable(flow)) openCell(flow, header);
    },
    close(flow) {
      breakLine(flow);
      const index = findOpen(flow, ['cell'], ['table']);
      if (index > 0) closeFrom(flow, index);
    },
  };
}
rule('td', cell(false));
rule('th', cell(true));

rule('img', {
  open(flow, attributes) {
    if (isEmoji(attributes)) return addRawText(flow, oneLine(attributes.get('alt') ?? '').slice(0, 40));
    const image = pickImage(attributes, flow.baseUrl);
    const isInLine = flow.line !== null && flow.line.c.length > 0;
    if (image !== null && !(isInLine && isOfLetterSize(image))) addBlock(flow, { t: 'image', ...image });
  },
});

const isEmoji = (attributes: Attributes) => /(?:^|[\s-])(?:emoji|smiley|wp-smiley|emojione|twemoji)(?:$|\s)/i.test(attributes.get('class') ?? '');

/** An icon inside a line adds nothing to its words, and would tear the sentence apart. */
const isOfLetterSize = ({ width, height }: PickedImage) => width !== undefined && width <= 24 && height !== undefined && height <= 24;

/** Adds a player; false when the element itself names no usable address. */
export function addMedia(flow: Flow, kind: 'video' | 'audio', attributes: Attributes, poster: string): boolean {
  const src = sourceAddress(attributes.get('src') ?? attributes.get('data-src') ?? '', flow.baseUrl);
  if (src === null) return false;
  const still = sourceAddress(poster, flow.baseUrl);
  addBlock(flow, { t: 'media', kind, src, ...(still === null ? {} : { poster: still }) });
  return true;
}

const frame = (flow: Flow, attributes: Attributes) => {
  const address = attributes.get('src') ?? attributes.get('data-src') ?? attributes.get('data') ?? '';
  const embed = pickEmbed(address, oneLine(attributes.get('title') ?? '').slice(0, 200), flow.baseUrl);
  if (embed !== null) addBlock(flow, { t: 'embed', ...embed });
};
rule('iframe embed object', { open: frame });
