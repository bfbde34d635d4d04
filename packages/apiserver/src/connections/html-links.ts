/** A stream that rewrites the links of an HTML page as it passes, and leaves every other byte as it is. */
import { Transform } from 'node:stream';

/** The attributes that hold links, by tag. */
const LINKS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    a: 'href',
    applet: 'codebase',
    area: 'href',
    audio: 'src',
    base: 'href',
    blockquote: 'cite',
    body: 'background',
    button: 'formaction',
    command: 'icon',
    del: 'cite',
    embed: 'src',
    form: 'action',
    frame: 'longdesc src',
    head: 'profile',
    html: 'manifest',
    iframe: 'longdesc src',
    img: 'longdesc src usemap',
    input: 'src usemap formaction',
    ins: 'cite',
    link: 'href',
    object: 'classid codebase data usemap',
    q: 'cite',
    script: 'src',
    source: 'src',
    video: 'poster src',
  }).map(([tag, attributes]) => [tag, new Set(attributes.split(' '))]),
);

/** What stands in these is text, whatever it looks like, up to the end tag. */
const RAW = new Set(['iframe', 'noembed', 'noframes', 'script', 'style', 'textarea', 'title', 'xmp']);

/** A tag that is longer is not one. */
const LONGEST_TAG = 64 * 1024;

const ATTRIBUTE = /([^\s"'<>/=]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))/g;

/** @param rewrite makes the new link out of one that stands in the page */
export function htmlLinks(rewrite: (link: string) => string): Transform {
  const page = new Page(rewrite);
  return new Transform({
    // Each byte is one character, so that what is not touched stays the same in any encoding.
    transform: (chunk: Buffer, _encoding, done) =>
      done(null, Buffer.from(page.push(chunk.toString('latin1')), 'latin1')),
    flush: (done) => done(null, Buffer.from(page.rest(), 'latin1')),
  });
}

/** What has been read and not yet been passed on. */
class Page {
  readonly #rewrite: (link: string) => string;
  #held = '';
  /** The tag whose text this is. */
  #raw = '';

  constructor(rewrite: (link: string) => string) {
    this.#rewrite = rewrite;
  }

  push(text: string): string {
    this.#held += text;
    let out = '';
    for (let part = this.#next(); part !== undefined; part = this.#next()) out += part;
    if (this.#held.length > LONGEST_TAG) out += this.rest();
    return out;
  }

  rest(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  /** The next whole part, ready to go out; undefined when more has to come first. */
  #next(): string | undefined {
    const held = this.#held;
    if (held === '') return undefined;
    if (this.#raw !== '') return this.#rawText(held);
    const start = held.indexOf('<');
    if (start !== 0) return this.#take(start < 0 ? held.length : start);
    if (held.startsWith('<!--')) return this.#upTo('-->');
    if (held.length < 4 && '<!--'.startsWith(held)) return undefined;
    const second = held.charAt(1);
    if (second === '!' || second === '?' || second === '/') return this.#upTo('>');
    if (!/[a-z]/i.test(second)) return this.#take(1);
    const end = endOfTag(held);
    if (end === undefined) return undefined;
    return this.#tag(this.#take(end));
  }

  #rawText(held: string): string | undefined {
    const end = held.toLowerCase().indexOf(`</${this.#raw}`);
    // The end may have begun.
    const certain = held.length - this.#raw.length - 1;
    if (end < 0) return certain > 0 ? this.#take(certain) : undefined;
    this.#raw = '';
    return this.#take(end);
  }

  #upTo(mark: string): string | undefined {
    const at = this.#held.indexOf(mark);
    return at < 0 ? undefined : this.#take(at + mark.length);
  }

  #take(length: number): string {
    const part = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    return part;
  }

  #tag(tag: string): string {
    const name = /^<([^\s/>]+)/.exec(tag)?.[1]?.toLowerCase() ?? '';
    if (RAW.has(name)) this.#raw = name;
    const attributes = LINKS.get(name);
    if (attributes === undefined) return tag;
    return tag.replace(ATTRIBUTE, (whole, attribute: string, equals: string, ...values: (string | undefined)[]) => {
      if (!attributes.has(attribute.toLowerCase())) return whole;
      const [double, single, bare] = values;
      if (double !== undefined) return `${attribute}${equals}"${this.#rewrite(double)}"`;
      if (single !== undefined) return `${attribute}${equals}'${this.#rewrite(single)}'`;
      return `${attribute}${equals}${this.#rewrite(bare ?? '')}`;
    });
  }
}

/** The place after a tag's `>`, which may stand in a quoted value, too. */
function endOfTag(text: string): number | undefined {
  let quote = '';
  for (let i = 1; i < text.length; i += 1) {
    const character = text.charAt(i);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') {
      return i + 1;
    } else if ((character === '"' || character === "'") && /=\s*$/.test(text.slice(Math.max(0, i - 16), i))) {
      quote = character;
    }
  }
  return undefined;
}
