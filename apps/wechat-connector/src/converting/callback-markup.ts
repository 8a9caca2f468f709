/** XML that is refused: `code` for the counter and for programs, the message for people. */
export class UnreadableXml extends Error {
  override readonly name = 'UnreadableXml';

  constructor(
    readonly code: 'xml_empty' | 'xml_broken' | 'xml_too_large' | 'xml_too_deep' | 'xml_doctype',
    message: string,
  ) {
    super(message);
  }
}

/** The deepest sample of the platforms' documents has 8. */
const MAX_DEPTH = 32;
/** The longest (an approval of WeCom with all its nodes) has about 150. */
const MAX_ELEMENTS = 2_000;

/** The platforms write no attributes. */
const MAX_TAG = 512;

/**
 * Looks at the markup alone, once from front to back, and stops at the first thing that no callback has: a DOCTYPE (with it entities, and files
 * and addresses to fetch), more depth or elements than any parser should be asked for. What stands in CDATA is content: a customer may well write
 * `<!DOCTYPE html>` to us.
 */
export function readMarkup(text: string): void {
  let depth = 0;
  let elements = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith('<![CDATA[', at)) at = behind(text, ']]>', at + 9, 'a CDATA section');
    else if (text.startsWith('<!--', at)) at = behind(text, '-->', at + 4, 'a comment');
    else if (text.startsWith('<?', at)) at = behind(text, '?>', at + 2, 'a processing instruction');
    else if (text.startsWith('<!', at))
      throw new UnreadableXml('xml_doctype', 'The XML has a DOCTYPE or another declaration; no platform sends one');
    else {
      const end = behind(text, '>', at + 1, 'a tag');
      if (end - at > MAX_TAG) throw new UnreadableXml('xml_too_large', `The XML has a tag of more than ${MAX_TAG} characters`);
      if (text[at + 1] === '/') depth -= 1;
      else {
        elements += 1;
        if (text[end - 2] !== '/') depth += 1;
      }
      if (depth > MAX_DEPTH || elements > MAX_ELEMENTS)
        throw new UnreadableXml('xml_too_deep', `The XML has more than ${MAX_DEPTH} levels or ${MAX_ELEMENTS} elements`);
      at = end;
    }
  }
}

function behind(text: string, mark: string, from: number, what: string): number {
  const found = text.indexOf(mark, from);
  if (found < 0) throw new UnreadableXml('xml_broken', `No well-formed XML: ${what} does not end`);
  return found + mark.length;
}
