import type { QuoteMark } from './quote-marks.js';

/** A range of a text that HTML sets apart as quoted. */
export interface QuotedRange {
  readonly start: number;
  readonly end: number;
  /** A block quote that no program marked: history only below an attribution. */
  readonly unmarked?: boolean;
}

/** What stands in a container above its first quote is an attribution; more than that, or a rule, is a forward, and all of it one quote. */
const MAX_ATTRIBUTION = 600;
const RULE = /[-_]{4}/;

/** Gathers what is quoted while a text is written. Offsets are into that text; pieces are what it was written in. */
export class QuoteRanges {
  private readonly ranges: QuotedRange[] = [];
  private readonly open: QuoteMark[] = [];
  private readonly depth: Record<QuoteMark, number> = { inside: 0, after: 0, around: 0, unmarked: 0 };
  private start: number | null = null;
  private unmarkedStart = 0;
  /** Pieces above the container that is open, and whether answers may stand in it: null until its first quote. */
  private container: { readonly from: number; holdsAnswers: boolean | null } = { from: 0, holdsAnswers: null };

  begin(mark: QuoteMark, length: number, pieces: readonly string[]): void {
    const direct = this.depth.inside === 0 && this.depth.around > 0;
    const kind = mark === 'unmarked' && direct ? 'inside' : mark;
    if (kind === 'inside' && direct) this.container.holdsAnswers ??= isAttribution(pieces, this.container.from);
    if (kind === 'around' && this.depth.around === 0) this.container = { from: pieces.length, holdsAnswers: null };
    if (kind !== 'unmarked') this.start ??= length;
    else if (this.start === null && this.depth.unmarked === 0) this.unmarkedStart = length;
    this.open.push(kind);
    this.depth[kind]++;
  }

  /** Of the element whose mark began last. */
  end(length: number): void {
    const kind = this.open.pop();
    if (kind === undefined || kind === 'after') return;
    this.depth[kind]--;
    if (this.depth.after > 0) return;
    if (kind === 'unmarked') {
      if (this.start === null && this.depth.unmarked === 0) this.push(this.unmarkedStart, length, true);
      return;
    }
    if (this.depth.inside > 0) return;
    if (this.depth.around > 0 && !(kind === 'inside' && this.container.holdsAnswers === true)) return;
    if (this.start !== null) this.push(this.start, length);
    this.start = null;
  }

  finish(length: number): readonly QuotedRange[] {
    if (this.start !== null) this.push(this.start, length);
    return this.ranges;
  }

  private push(start: number, end: number, unmarked = false): void {
    if (end > start) this.ranges.push(unmarked ? { start, end, unmarked } : { start, end });
  }
}

function isAttribution(pieces: readonly string[], from: number): boolean {
  let text = '';
  for (let i = from; i < pieces.length; i++) {
    text += pieces[i]!;
    if (text.length > MAX_ATTRIBUTION) return false;
  }
  return !RULE.test(text);
}
