/** What a scan of HTML meets. Offsets are into the source. */
export interface HtmlVisitor {
  /** `attributes` is the source between the name and the closing bracket. */
  open(name: string, attributes: string, start: number, end: number): void;
  close(name: string, start: number, end: number): void;
  /** Undecoded text. */
  text(text: string, start: number, end: number): void;
}

/** Elements whose content is no markup. */
const RAW_TEXT = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'noembed', 'noframes', 'iframe']);
const MAX_TAG = 65_536;

/** One linear pass over HTML as found in mail; comments, declarations and the content of scripts and styles are left out. */
export function scanHtml(html: string, visitor: HtmlVisitor): void {
  let at = 0;
  let textStart = 0;
  const seeker = new Seeker(html);
  const flushText = (end: number) => {
    if (end > textStart) visitor.text(html.slice(textStart, end), textStart, end);
  };
  while (at < html.length) {
    const start = html.indexOf('<', at);
    if (start < 0) break;
    const next = html.charCodeAt(start + 1);
    if (next === 0x21 || next === 0x3f) {
      flushText(start);
      at = textStart = declarationEnd(html, start, seeker);
      continue;
    }
    const closing = next === 0x2f;
    const nameStart = closing ? start + 2 : start + 1;
    if (!isLetter(html.charCodeAt(nameStart))) {
      at = start + 1;
      continue;
    }
    flushText(start);
    let nameEnd = nameStart;
    while (nameEnd < html.length && !isNameEnd(html.charCodeAt(nameEnd))) nameEnd++;
    const name = html.slice(nameStart, nameEnd).toLowerCase();
    const end = closing ? afterIndex(html, '>', nameEnd) : tagEnd(html, nameEnd);
    if (closing) visitor.close(name, start, end);
    else {
      visitor.open(name, html.slice(nameEnd, end - 1), start, end);
      if (RAW_TEXT.has(name) && html.charCodeAt(end - 2) !== 0x2f) {
        const stop = rawTextEnd(html, name, end, seeker);
        visitor.close(name, stop.start, stop.end);
        at = textStart = stop.end;
        continue;
      }
    }
    at = textStart = end;
  }
  flushText(html.length);
}

/** Value of an attribute in an attribute source, entities undecoded; null when absent. */
export function attributeOf(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|[\\s"'/])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>"']+))`, 'i').exec(attributes.slice(0, MAX_TAG));
  return found ? (found[1] ?? found[2] ?? found[3] ?? null) : null;
}

/** Looks for marks ahead and remembers what there is none of: hostile HTML must not make every search run to the end. */
class Seeker {
  private readonly absent = new Set<string>();

  constructor(private readonly html: string) {}

  find(mark: string, from: number): number {
    if (this.absent.has(mark)) return -1;
    const at = this.html.indexOf(mark, from);
    if (at < 0) this.absent.add(mark);
    return at;
  }

  /** A closing tag in any case. */
  findClosing(name: string, from: number): number {
    if (this.absent.has(name)) return -1;
    const pattern = new RegExp(`</${name}`, 'gi');
    pattern.lastIndex = from;
    const found = pattern.exec(this.html);
    if (!found) this.absent.add(name);
    return found ? found.index : -1;
  }
}

function declarationEnd(html: string, start: number, seeker: Seeker): number {
  if (!html.startsWith('<!--', start)) return afterIndex(html, '>', start);
  if (html.startsWith('>', start + 4)) return start + 5;
  const stop = seeker.find('-->', start + 4);
  // an unclosed comment would hide the rest of the mail; browsers do that, readers would rather see it
  return stop < 0 ? start + 4 : stop + 3;
}

/** Behind the `>` that closes a tag, quoted values skipped; an unclosed quote ends at the next `>`. */
function tagEnd(html: string, from: number): number {
  const limit = Math.min(html.length, from + MAX_TAG);
  for (let i = from; i < limit; i++) {
    const code = html.charCodeAt(i);
    if (code === 0x3e) return i + 1;
    if ((code === 0x22 || code === 0x27) && opensValue(html, i)) {
      const close = html.indexOf(html[i]!, i + 1);
      if (close < 0 || close > limit) return afterIndex(html, '>', from);
      i = close;
    }
  }
  return afterIndex(html, '>', from);
}

function opensValue(html: string, quote: number): boolean {
  let before = quote - 1;
  while (isBlank(html.charCodeAt(before))) before--;
  return html.charCodeAt(before) === 0x3d;
}

function rawTextEnd(html: string, name: string, from: number, seeker: Seeker): { start: number; end: number } {
  const start = seeker.findClosing(name, from);
  return start < 0 ? { start: from, end: from } : { start, end: afterIndex(html, '>', start) };
}

function afterIndex(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? html.length : at + mark.length;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0x0c;
}

function isNameEnd(code: number): boolean {
  return isBlank(code) || code === 0x3e || code === 0x2f;
}
