/** What cannot be read, in words; `at` counts characters from 0. */
export class PatternFault extends Error {
  constructor(
    problem: string,
    readonly at: number,
  ) {
    super(`${problem} (character ${at + 1})`);
  }
}

export type Takes = (char: string) => boolean;
export type PatternNode =
  | { readonly kind: 'char'; readonly takes: Takes }
  | { readonly kind: 'mark'; readonly mark: 'start' | 'end' | 'edge' }
  | { readonly kind: 'all'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'either'; readonly ways: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly least: number; readonly most: number };

const MOST_REPEATS = 100;
/** Case and width are one: `ＡＰＩ` is `api`. What is found is shown so. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

const DIGIT: Takes = (char) => char >= '0' && char <= '9';
export const isWordSign: Takes = (char) => /[\p{L}\p{N}_]/u.test(char);
const SPACE: Takes = (char) => /\s/u.test(char);
const not =
  (takes: Takes): Takes =>
  (char) =>
    !takes(char);
const CLASSES: Readonly<Record<string, Takes>> = { d: DIGIT, w: isWordSign, s: SPACE };
const SIGNS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function toTakes(char: string): Takes {
  const folded = fold(char);
  return (each) => each === folded;
}

/** A sign may fold to several: `ﬁ` is `fi`. */
function toLiteral(char: string): PatternNode {
  const parts = [...fold(char)].map((each): PatternNode => ({ kind: 'char', takes: (found) => found === each }));
  return parts.length === 1 ? parts[0]! : { kind: 'all', parts };
}

export class PatternReader {
  private at = 0;
  private readonly chars: readonly string[];

  constructor(source: string) {
    this.chars = [...source];
  }

  read(): PatternNode {
    const node = this.readEither();
    if (this.at < this.chars.length) throw new PatternFault('a ) without its (', this.at);
    return node;
  }

  private readEither(): PatternNode {
    const ways = [this.readAll()];
    while (this.skip('|')) ways.push(this.readAll());
    return ways.length === 1 ? ways[0]! : { kind: 'either', ways };
  }

  private readAll(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.at < this.chars.length && this.peek() !== '|' && this.peek() !== ')') parts.push(this.readRepeat());
    return { kind: 'all', parts };
  }

  private readRepeat(): PatternNode {
    const node = this.readOne();
    const range = this.readRange();
    if (range === null) return node;
    if (node.kind === 'mark') throw new PatternFault('nothing to repeat', this.at - 1);
    // A lazy sign changes what is taken, never whether it matches.
    this.skip('?');
    return { kind: 'repeat', node, ...range };
  }

  private readRange(): { least: number; most: number } | null {
    if (this.skip('?')) return { least: 0, most: 1 };
    if (this.skip('*')) return { least: 0, most: Infinity };
    if (this.skip('+')) return { least: 1, most: Infinity };
    const found = /^\{(\d+)(,(\d*))?\}/.exec(this.chars.slice(this.at, this.at + 12).join(''));
    if (found === null) return null;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === '' ? Infinity : Number(found[3]);
    if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS))
      throw new PatternFault(`repeats more than ${MOST_REPEATS} times`, this.at);
    if (most < least) throw new PatternFault('a range that ends before it begins', this.at);
    this.at += found[0].length;
    return { least, most };
  }

  private readOne(): PatternNode {
    const at = this.at;
    const char = this.next();
    switch (char) {
      case '(':
        return this.readGroup(at);
      case '[':
        return { kind: 'char', takes: this.readClass(at) };
      case '.':
        return { kind: 'char', takes: (each) => each !== '\n' };
      case '^':
        return { kind: 'mark', mark: 'start' };
      case '$':
        return { kind: 'mark', mark: 'end' };
      case '\\':
        return this.readEscape();
      case '*':
      case '+':
      case '?':
        throw new PatternFault('nothing to repeat', at);
      default:
        return toLiteral(char);
    }
  }

  private readGroup(at: number): PatternNode {
    if (this.skip('?')) {
      if (!this.skip(':')) throw new PatternFault('look-around and named groups are not taken', at);
    }
    const node = this.readEither();
    if (!this.skip(')')) throw new PatternFault('a ( without its )', at);
    return node;
  }

  private readEscape(): PatternNode {
    const char = this.next();
    if (char === 'b') return { kind: 'mark', mark: 'edge' };
    return { kind: 'char', takes: this.toEscaped(char) };
  }

  private toEscaped(char: string): Takes {
    const known = CLASSES[char.toLowerCase()];
    if (known !== undefined) return char === char.toLowerCase() ? known : not(known);
    if (/[1-9k]/.test(char)) throw new PatternFault('back references are not taken', this.at - 1);
    const sign = SIGNS[char] ?? char;
    if (SIGNS[char] === undefined && /[a-zA-Z0-9]/.test(char)) throw new PatternFault(`\\${char} is not taken`, this.at - 1);
    return toTakes(sign);
  }

  private readClass(at: number): Takes {
    const inverted = this.skip('^');
    const takes: Takes[] = [];
    for (let first = true; first || this.peek() !== ']'; first = false) {
      if (this.at >= this.chars.length) throw new PatternFault('a [ without its ]', at);
      const from = this.next();
      if (from === '\\') takes.push(this.toEscaped(this.next()));
      else if (this.peek() === '-' && this.chars[this.at + 1] !== ']' && this.at + 1 < this.chars.length) {
        this.at += 1;
        const to = fold(this.next());
        if (to < fold(from)) throw new PatternFault('a range that ends before it begins', this.at - 1);
        const least = fold(from);
        takes.push((char) => char >= least && char <= to);
      } else takes.push(toTakes(from));
    }
    this.at += 1;
    const any: Takes = (char) => takes.some((each) => each(char));
    return inverted ? not(any) : any;
  }

  private peek(): string | undefined {
    return this.chars[this.at];
  }

  private next(): string {
    const char = this.chars[this.at];
    if (char === undefined) throw new PatternFault('ends too early', this.at);
    this.at += 1;
    return char;
  }

  private skip(char: string): boolean {
    if (this.chars[this.at] !== char) return false;
    this.at += 1;
    return true;
  }
}
