import { fold, isWordSign, PatternFault, type PatternNode, PatternReader, type Takes } from './pattern-reader.js';

/**
 * Patterns of desk files, matched in time linear in the text whatever the pattern: the engine of the language backtracks, and one bad rule
 * would stop a process. Literals, `.`, `[…]`, `\d \w \s` and their opposites, `\b`, `^`, `$`, groups, `|`, `? * + {n,m}`; case is ignored.
 */
export interface LinearPattern {
  /** The words found, or null. */
  find(text: string): string | null;
}

const MOST_STEPS = 2_000;
/** Longer texts are looked at up to here. */
const MOST_TEXT = 20_000;

export function readPattern(source: string): LinearPattern {
  const program = new Program();
  program.add(new PatternReader(source).read());
  program.end();
  return { find: (text) => program.find(fold(text.slice(0, MOST_TEXT))) };
}

type Step =
  | { readonly kind: 'char'; readonly takes: Takes }
  | { readonly kind: 'mark'; readonly mark: 'start' | 'end' | 'edge' }
  | { readonly kind: 'split'; ways: number[] }
  | { readonly kind: 'found' };

/** Thompson's machine: all ways are followed at once, so each character is looked at once a step. */
class Program {
  private readonly steps: Step[] = [];

  add(node: PatternNode): void {
    if (this.steps.length > MOST_STEPS) throw new PatternFault('is too large', 0);
    switch (node.kind) {
      case 'char':
      case 'mark':
        this.steps.push(node);
        return;
      case 'all':
        for (const part of node.parts) this.add(part);
        return;
      case 'either':
        return this.addEither(node.ways);
      case 'repeat':
        return this.addRepeat(node);
    }
  }

  end(): void {
    this.steps.push({ kind: 'found' });
  }

  private addEither(ways: readonly PatternNode[]): void {
    const split = this.split();
    const ends: { ways: number[] }[] = [];
    for (const way of ways) {
      split.ways.push(this.steps.length);
      this.add(way);
      ends.push(this.split());
    }
    for (const end of ends) end.ways.push(this.steps.length);
  }

  private addRepeat({ node, least, most }: Extract<PatternNode, { kind: 'repeat' }>): void {
    for (let times = 0; times < least; times += 1) this.add(node);
    if (most === Infinity) {
      const at = this.steps.length;
      const split = this.split();
      split.ways.push(this.steps.length);
      this.add(node);
      this.split().ways.push(at);
      split.ways.push(this.steps.length);
      return;
    }
    const splits: { ways: number[] }[] = [];
    for (let times = least; times < most; times += 1) {
      const split = this.split();
      split.ways.push(this.steps.length);
      splits.push(split);
      this.add(node);
    }
    for (const split of splits) split.ways.push(this.steps.length);
  }

  private split(): { ways: number[] } {
    const step = { kind: 'split' as const, ways: [] as number[] };
    this.steps.push(step);
    return step;
  }

  find(text: string): string | null {
    const chars = [...text];
    // Step → where the words that got there begin; the earliest wins.
    let now = new Map<number, number>();
    let found: { from: number; to: number } | null = null;
    for (let at = 0; at <= chars.length; at += 1) {
      if (found === null) this.follow(0, at, chars, at, now);
      const next = new Map<number, number>();
      for (const [index, from] of now) {
        const step = this.steps[index]!;
        if (step.kind === 'found' && (found === null || from <= found.from)) found = { from, to: at };
        if (step.kind === 'char' && at < chars.length && step.takes(chars[at]!)) this.follow(index + 1, from, chars, at + 1, next);
      }
      now = next;
      if (now.size === 0 && found !== null) break;
    }
    return found === null ? null : chars.slice(found.from, found.to).join('');
  }

  /** Goes on from a step as far as no character is needed. */
  private follow(start: number, from: number, chars: readonly string[], at: number, into: Map<number, number>): void {
    const open = [start];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const known = into.get(index);
      if (known !== undefined && known <= from) continue;
      into.set(index, from);
      const step = this.steps[index]!;
      if (step.kind === 'split') open.push(...step.ways);
      if (step.kind === 'mark' && holds(step.mark, chars, at)) open.push(index + 1);
    }
  }
}

function holds(mark: 'start' | 'end' | 'edge', chars: readonly string[], at: number): boolean {
  if (mark === 'start') return at === 0;
  if (mark === 'end') return at === chars.length;
  return isWordSign(chars[at - 1] ?? ' ') !== isWordSign(chars[at] ?? ' ');
}
