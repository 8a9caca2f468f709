import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { readMarkup, UnreadableXml } from './callback-markup.js';
import { decodeReferences } from './xml-references.js';

export { UnreadableXml };

/** Far above any callback (texts have 2 KiB, WeCom's longest address book events some 20), far below what costs time to parse. */
export const MAX_XML_BYTES = 64 * 1024;

/** One element: its own text to the letter, and what lies within, in order. */
export interface XmlElement {
  readonly name: string;
  /**
   * CDATA and text as they stand, references replaced. Where there is CDATA, white space around it is layout, not content: the platform's own
   * samples write `<Content> <![CDATA[…]]></Content>`.
   */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** `preserveOrder` of fast-xml-parser: an object with one member, its content in order. */
type Node = Readonly<Record<string, readonly Node[] | string>>;

const TEXT = '#text';
const CDATA = '#cdata';
/** Before each name: makes `__proto__`, `toString` and the like names as any other, for the parser refuses or renames them. */
const MARK = '.';

// Its defaults would make 12 of "0012" and 100000 of "1e5", in CDATA too.
const parser = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: CDATA,
  transformTagName: (name) => (name === CDATA ? name : `${MARK}${name}`),
});

/**
 * Reads a callback of 公众号, WeCom or 微信客服. Throws `UnreadableXml` for what is empty, broken, too large or too deep, or has a DOCTYPE; entities
 * are never resolved, nothing is fetched. Takes a few ms at most.
 */
export function readXml(bytes: Buffer | string): XmlElement {
  const size = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length;
  if (size > MAX_XML_BYTES) throw new UnreadableXml('xml_too_large', `The XML has ${size} bytes, more than ${MAX_XML_BYTES}`);
  const text = (typeof bytes === 'string' ? bytes : bytes.toString('utf8')).replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new UnreadableXml('xml_empty', 'There is no XML, only nothing or white space');
  // Before the parser sees it: this ends in one pass, whatever stands there.
  readMarkup(text);
  const valid = XMLValidator.validate(text.trimStart());
  if (valid !== true) throw new UnreadableXml('xml_broken', `No well-formed XML at line ${valid.err.line}: ${valid.err.msg}`);
  const [root] = (parser.parse(text) as Node[]).filter((node) => elementName(node) !== null);
  if (root === undefined) throw new UnreadableXml('xml_broken', 'No well-formed XML: it has no element');
  return toElement(root);
}

function elementName(node: Node): string | null {
  const name = Object.keys(node).find((key) => key.startsWith(MARK));
  return name?.slice(MARK.length) ?? null;
}

function toElement(node: Node): XmlElement {
  const name = elementName(node)!;
  const content = node[MARK + name] as readonly Node[];
  const hasCdata = content.some((part) => CDATA in part);
  let text = '';
  const children: XmlElement[] = [];
  for (const part of content) {
    if (CDATA in part) text += (part[CDATA] as readonly Node[]).map((piece) => piece[TEXT] as string).join('');
    else if (TEXT in part) text += hasCdata && isBlank(part[TEXT] as string) ? '' : decodeReferences(part[TEXT] as string);
    else if (elementName(part) !== null) children.push(toElement(part));
  }
  return { name, text, children };
}

function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text);
}
