import { HTML, LightElement } from './light-element.ts';
import { LightParent, LightText } from './light-node.ts';

/** A page that no person wrote: it nests or repeats without end. */
export class PageTooComplex extends Error {
  override readonly name = 'PageTooComplex';
}

/** Under a second of walking; long real pages need a thirtieth. */
const MOST_VISITS = 12_000_000;
const LONGEST_TITLE = 2000;

/** Between markup and nodes; handed in so that the nodes do not know the parser. */
export interface LightTools {
  serialize(element: LightElement): string;
  parseInto(element: LightElement, html: string): void;
}

export class LightDocument extends LightParent {
  readonly nodeName = '#document';
  readonly tools: LightTools;
  readonly documentURI: string;
  private visitsLeft = MOST_VISITS;

  constructor(url: string, tools: LightTools) {
    super(9, null);
    this.documentURI = url;
    this.tools = tools;
  }

  override spend(visits: number): void {
    this.visitsLeft -= visits;
    if (this.visitsLeft < 0) throw new PageTooComplex('takes too long to read');
  }

  get documentElement(): LightElement | null {
    return this.firstElementChild;
  }

  get body(): LightElement | null {
    return this.documentElement?.children.find((element) => element.tagName === 'BODY') ?? null;
  }

  get title(): string {
    const title = this.collect((element) => element.tagName === 'TITLE')[0];
    return (title?.textContent ?? '')
      .slice(0, LONGEST_TITLE)
      .replace(/[ \t\n\f\r]+/g, ' ')
      .trim();
  }

  /** The address that relative ones start from: that of the page, or of its first <base href>. */
  get baseURI(): string {
    const href =
      this.getElementsByTagName('base')
        .find((base) => base.hasAttribute('href'))
        ?.getAttribute('href') ?? '';
    return URL.parse(href, this.documentURI)?.href ?? this.documentURI;
  }

  createElement(name: string): LightElement {
    return new LightElement(name.toLowerCase(), [], HTML, this);
  }

  createTextNode(text: string): LightText {
    return new LightText(text, this);
  }
}
