import { RefusedRequest } from '#connector-sdk';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Deeper is no data that people or programs send, but an attack on whoever walks it. */
const MAX_DEPTH = 64;

/**
 * JSON as it was written: whole numbers that a double cannot hold (64-bit ids) come as strings, `__proto__` and `constructor.prototype` are
 * refused. Throws `RefusedRequest` (400) that says where a fault is.
 */
export function parseJson(bytes: Buffer): Json {
  const text = decodeUtf8(bytes);
  return new JsonReader(text).readDocument();
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RefusedRequest(400, 'not_utf8', 'The body is no UTF-8 text: JSON is sent as UTF-8');
  }
}

const BLANK = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BLANK_CODE = 0x20;
const WORD = /true|false|null/y;
const WORDS: Record<string, Json> = { true: true, false: false, null: null };

class JsonReader {
  private at = 0;

  constructor(private readonly text: string) {}

  readDocument(): Json {
    const value = this.readValue([]);
    this.skipBlanks();
    if (this.at < this.text.length) throw this.fault('nothing may follow the value', []);
    return value;
  }

  private readValue(path: readonly string[]): Json {
    this.skipBlanks();
    if (path.length > MAX_DEPTH) throw this.fault(`it is nested deeper than ${MAX_DEPTH}`, path);
    switch (this.text[this.at]) {
      case '{':
        return this.readObject(path);
      case '[':
        return this.readArray(path);
      case '"':
        return this.readString(path);
      case undefined:
        throw this.fault('it ends in the middle', path);
    }
    const number = this.match(NUMBER);
    if (number !== null) return toNumber(number);
    const word = this.match(WORD);
    if (word === null) throw this.fault('a value is expected', path);
    return WORDS[word]!;
  }

  private readObject(path: readonly string[]): Json {
    const object: { [name: string]: Json } = {};
    this.at += 1;
    for (let first = true; ; first = false) {
      this.skipBlanks();
      if (first && this.takes('}')) return object;
      if (this.text[this.at] !== '"') throw this.fault('a name in double quotes is expected', path);
      const name = this.readString(path);
      const inner = [...path, name];
      if (name === '__proto__' || (name === 'prototype' && path.at(-1) === 'constructor'))
        throw new RefusedRequest(400, 'forbidden_name', `The JSON has the name ${name} at ${toPointer(inner)}: it is not taken`);
      this.skipBlanks();
      if (!this.takes(':')) throw this.fault('a colon is expected', inner);
      object[name] = this.readValue(inner);
      this.skipBlanks();
      if (this.takes('}')) return object;
      if (!this.takes(',')) throw this.fault('a comma or } is expected', path);
    }
  }

  private readArray(path: readonly string[]): Json {
    const array: Json[] = [];
    this.at += 1;
    for (let first = true; ; first = false) {
      this.skipBlanks();
      if (first && this.takes(']')) return array;
      array.push(this.readValue([...path, String(array.length)]));
      this.skipBlanks();
      if (this.takes(']')) return array;
      if (!this.takes(',')) throw this.fault('a comma or ] is expected', path);
    }
  }

  private readString(path: readonly string[]): string {
    const start = this.at;
    let escaped = false;
    for (let at = start + 1; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return escaped ? this.unescape(start, path) : this.text.slice(start + 1, at);
      }
      if (code < BLANK_CODE) break;
      if (code === BACKSLASH) {
        escaped = true;
        at += 1;
      }
    }
    throw this.fault('a text does not end, or has a control character', path);
  }

  private unescape(start: number, path: readonly string[]): string {
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      this.at = start;
      throw this.fault('a text has a bad escape', path);
    }
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  private skipBlanks(): void {
    this.match(BLANK);
  }

  private takes(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private fault(what: string, path: readonly string[]): RefusedRequest {
    const before = this.text.slice(0, this.at);
    const line = before.split('\n').length;
    const column = this.at - before.lastIndexOf('\n');
    return new RefusedRequest(400, 'bad_json', `The body is no JSON: ${what}, line ${line} column ${column}, at ${toPointer(path)}`);
  }
}

function toNumber(written: string): number | string {
  const number = Number(written);
  if (!Number.isFinite(number) || (/^-?\d+$/.test(written) && !Number.isSafeInteger(number))) return written;
  return number;
}

/** RFC 6901; the whole document is `/`. */
export function toPointer(path: readonly string[]): string {
  const shown = path.slice(0, 8).map((name) => name.slice(0, 40).replace(/~/g, '~0').replace(/\//g, '~1'));
  return `/${shown.join('/')}${path.length > 8 ? '/…' : ''}`;
}
