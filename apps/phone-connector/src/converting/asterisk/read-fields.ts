import { TextDecoder } from 'node:util';
import { type Untaken, untaken } from '#connector-sdk';

/** Fields of one line of CSV with quotes doubled (`""`), or why it has none. A line that ends within quotes was cut, or its field goes on. */
export function readFields(
  line: string,
  delimiter = ',',
): { readonly fields: readonly string[] } | { readonly fault: Untaken; readonly open?: true } {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line.charCodeAt(at) === 0x22) {
      let value = '';
      let from = at + 1;
      for (;;) {
        const quote = line.indexOf('"', from);
        if (quote < 0) return { fault: untaken('line_cut', `the quotes of column ${fields.length + 1} are never closed`), open: true };
        value += line.slice(from, quote);
        at = quote + 1;
        if (line.charCodeAt(at) !== 0x22) break;
        value += '"';
        from = at + 1;
      }
      fields.push(value);
      if (at < line.length && line[at] !== delimiter) {
        const column = fields.length;
        return { fault: untaken('line_quotes_followed', `something follows the quotes of column ${column}`, { column }) };
      }
    } else {
      const comma = line.indexOf(delimiter, at);
      const end = comma < 0 ? line.length : comma;
      fields.push(line.slice(at, end));
      at = end;
    }
    if (at >= line.length) return { fields };
    at += delimiter.length;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const decoders = new Map<string, TextDecoder>();

/** Text of a line: UTF-8 where it is, else in the encoding named (GB 18030 as Chinese switches write it). */
export function decodeLine(bytes: Buffer, encoding = 'gb18030'): string {
  try {
    return utf8.decode(bytes);
  } catch {
    let decoder = decoders.get(encoding);
    if (decoder === undefined) decoders.set(encoding, (decoder = new TextDecoder(encoding)));
    return decoder.decode(bytes);
  }
}
