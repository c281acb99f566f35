/**
 * A stream of tags and texts out of HTML, with entities decoded, names in lower case and script, style
 * and the other raw-text elements told apart as HTML5 does. It keeps no tree, so neither depth nor
 * unclosed tags cost anything: time is linear in the input.
 */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

export type Attributes = Map<string, string>;

export interface TagReader {
  /** `attributes` is one map used again for every tag: copy what must stay. */
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
  /** True inside svg, where style and title hold tags instead of raw text. */
  inForeign(): boolean;
  /** True stops the reading. */
  done(): boolean;
}

const passedOver = { oncomment() {}, ondeclaration() {}, onprocessinginstruction() {} };

export function readTags(html: string, reader: TagReader): void {
  let name = '';
  let attribute = '';
  let value = '';
  // The tokenizer cuts a text at every "<" and "&": it is handed on in one piece.
  let text = '';
  const attributes: Attributes = new Map();

  const flush = () => {
    if (text === '') return;
    if (!reader.done()) reader.text(text);
    text = '';
  };
  const opened = () => {
    if (!reader.done()) reader.open(name, attributes);
    if (reader.done()) tokenizer.pause();
  };
  const callbacks: TokenizerCallbacks = {
    onopentagname(start, end) {
      flush();
      const raw = html.slice(start, end).toLowerCase();
      name = raw === 'image' ? 'img' : raw;
      if (attributes.size > 0) attributes.clear();
    },
    onattribname(start, end) {
      attribute = html.slice(start, end).toLowerCase();
      value = '';
    },
    onattribdata: (start, end) => void (value += html.slice(start, end)),
    onattribentity: (codePoint) => void (value += String.fromCodePoint(codePoint)),
    onattribend() {
      // The first of two attributes of one name counts (HTML 13.2.5.33).
      if (!attributes.has(attribute)) attributes.set(attribute, value);
    },
    onopentagend: opened,
    onselfclosingtag() {
      opened();
      if (reader.inForeign()) reader.close(name);
    },
    onclosetag(start, end) {
      flush();
      const closed = html.slice(start, end).toLowerCase();
      // Browsers take </br> for <br>; every other stray end tag is nothing.
      if (closed === 'br') reader.open('br', new Map());
      else reader.close(closed);
    },
    ontext: (start, end) => void (text += html.slice(start, end)),
    ontextentity: (codePoint) => void (text += String.fromCodePoint(codePoint)),
    oncdata: (start, end, offset) => void (text += html.slice(start, end - offset)),
    isInForeignContext: () => reader.inForeign(),
    onend: flush,
    ...passedOver,
  };
  const tokenizer = new Tokenizer({}, callbacks);
  tokenizer.write(html);
  tokenizer.end();
}
