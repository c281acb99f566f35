import { DomHandler, Parser } from 'htmlparser2';
import type { Document } from 'domhandler';

const DEEPEST = 1000;

/**
 * A page as a tree, with the place of every node in the text. Where it nests deeper than any real page
 * does, the rest is left out: the parser's time grows with the depth.
 */
export function parsePage(html: string): Document {
  let depth = 0;
  const handler = new DomHandler(undefined, { withStartIndices: true, withEndIndices: true });
  const parser = new Parser(
    {
      onparserinit: (own) => handler.onparserinit(own),
      onopentag(name, attributes) {
        if ((depth += 1) > DEEPEST) parser.pause();
        else handler.onopentag(name, attributes);
      },
      onclosetag() {
        if (depth <= DEEPEST) handler.onclosetag();
        depth -= 1;
      },
      ontext: (text) => handler.ontext(text),
      onend: () => handler.onend(),
    },
    { decodeEntities: true },
  );
  parser.write(html);
  if (depth <= DEEPEST) parser.end();
  return handler.root;
}
