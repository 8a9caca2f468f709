import { UnreadableXml } from './callback-markup.js';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The five that XML knows, and characters by number, each once: `&amp;lt;` is `&lt;`. Another entity needs a DOCTYPE, so it is a fault. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([^&;]{0,32}))(;?)/gi,
    (whole, hex?: string, decimal?: string, name?: string, end?: string) => {
      const character = name === undefined ? toCharacter(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) : NAMED.get(name);
      if (character === undefined || end === '')
        throw new UnreadableXml('xml_broken', `No well-formed XML: ${whole.slice(0, 40)} is no reference`);
      return character;
    },
  );
}

/** XML 1.0 §2.2: no other control characters, no halves of a pair. */
function toCharacter(code: number): string | undefined {
  const allowed =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  return allowed ? String.fromCodePoint(code) : undefined;
}
