import { decodeXML } from 'entities';

/**
 * What puppets hand over as the text of anything but text is WeChat's own XML, often cut, sometimes behind a line `wxid:`. Single values are
 * looked up in it by position: nothing is parsed, expanded or fetched, and half an element is no error.
 */
const MOST = 200_000;

/** The value of an attribute of the first element `tag`; null where there is none or it is empty. */
export function attributeOf(xml: string, tag: string, name: string): string | null {
  const head = findHead(xml, tag, 0);
  if (head === null) return null;
  for (const match of head.text.matchAll(/([\w:-]{1,64})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/g))
    if (match[1] === name) return clean(match[2] ?? match[3] ?? '');
  return null;
}

/** The text of the first element `tag`, CDATA taken off; null where there is none or it is empty. */
export function elementOf(xml: string, tag: string): string | null {
  return elementsOf(xml, tag, 1)[0] ?? null;
}

/** The texts of the first `most` elements `tag` that have one. */
export function elementsOf(xml: string, tag: string, most: number): string[] {
  const texts: string[] = [];
  for (let at = 0; texts.length < most;) {
    const head = findHead(xml, tag, at);
    if (head === null) break;
    at = head.end;
    if (head.text.endsWith('/')) continue;
    const end = xml.indexOf(`</${tag}>`, head.end);
    if (end < 0) break;
    at = end;
    const text = clean(xml.slice(head.end, end));
    if (text !== null) texts.push(text);
  }
  return texts;
}

export function isXml(text: string): boolean {
  return /<(?:\?xml|msg|sysmsg|appmsg|emoji|location)[\s>/]/.test(text.slice(0, 2_000));
}

function findHead(xml: string, tag: string, from: number): { text: string; end: number } | null {
  for (let at = from; ;) {
    const start = xml.indexOf(`<${tag}`, at);
    if (start < 0 || start > MOST) return null;
    at = start + tag.length + 1;
    if (!/[\s>/]/.test(xml.charAt(at))) continue;
    const end = xml.indexOf('>', at);
    return end < 0 ? null : { text: xml.slice(at, end), end: end + 1 };
  }
}

function clean(value: string): string | null {
  const cdata = /^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/.exec(value);
  const text = (cdata ? cdata[1]! : decodeXML(value)).trim();
  return text === '' ? null : text;
}
