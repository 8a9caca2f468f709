import type { QuoteMark } from './quote-marks.js';
import { introductionsIn, type Stretch } from './words-above.js';

/** A range of a text that HTML sets apart as quoted. */
export interface QuotedRange {
  readonly start: number;
  readonly end: number;
  /** A block quote that no program marked: history only below an attribution. */
  readonly unmarked?: boolean;
  /** Only introduces a quote further below. */
  readonly introduces?: boolean;
}

/** A `div` of Gmail or Proton around quotes. */
interface Container {
  /** Its first piece, and the offset where that begins. */
  readonly from: number;
  readonly at: number;
  /** Offsets into its own text. */
  introduction: Stretch | null;
  /** May answers stand in it, or is it a forward and all of it one quote? Null until its first quote. */
  holdsAnswers: boolean | null;
}

/** Gathers what is quoted while a text is written. Offsets are into that text; pieces are what it was written in. */
export class QuoteRanges {
  private readonly ranges: QuotedRange[] = [];
  private readonly open: QuoteMark[] = [];
  private readonly depth: Record<QuoteMark, number> = { inside: 0, after: 0, around: 0, unmarked: 0, introduction: 0 };
  private start: number | null = null;
  private unmarkedStart = 0;
  private introductionStart = 0;
  private container: Container = { from: 0, at: 0, introduction: null, holdsAnswers: null };

  begin(mark: QuoteMark, length: number, pieces: readonly string[]): void {
    const direct = this.depth.inside === 0 && this.depth.around > 0;
    const kind = mark === 'unmarked' && direct ? 'inside' : mark;
    if (kind === 'inside' && direct && this.container.holdsAnswers === null) this.lookAbove(length, pieces);
    if (kind === 'around' && this.depth.around === 0)
      this.container = { from: pieces.length, at: length, introduction: null, holdsAnswers: null };
    if (kind === 'introduction') this.introductionStart = length;
    else if (kind !== 'unmarked') this.start ??= length;
    else if (this.start === null && this.depth.unmarked === 0) this.unmarkedStart = length;
    this.open.push(kind);
    this.depth[kind]++;
  }

  /** Of the element whose mark began last. */
  end(length: number): void {
    const kind = this.open.pop();
    if (kind === undefined || kind === 'after') return;
    this.depth[kind]--;
    if (kind === 'introduction') return this.endIntroduction(length);
    if (this.depth.after > 0) return;
    if (kind === 'unmarked') {
      if (this.start === null && this.depth.unmarked === 0) this.push(this.unmarkedStart, length, { unmarked: true });
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

  private push(start: number, end: number, more: Pick<QuotedRange, 'unmarked' | 'introduces'> = {}): void {
    if (end > start) this.ranges.push({ start, end, ...more });
  }

  private endIntroduction(length: number): void {
    const { container, depth } = this;
    if (depth.around === 0 || depth.inside > 0 || container.holdsAnswers !== null) return;
    container.introduction ??= { start: this.introductionStart - container.at, end: length - container.at };
  }

  /** Above the first quote of a container: only what introduces the quote is quoted with it, the rest are the customer's words. */
  private lookAbove(length: number, pieces: readonly string[]): void {
    const { from, at, introduction } = this.container;
    const above = pieces.slice(from).join('');
    const found = introductionsIn(above, introduction);
    this.container.holdsAnswers = found !== null;
    if (found === null || this.start === null || this.start < at || this.depth.after > 0) return;
    let read = 0;
    let last: Stretch | null = null;
    let own = false;
    for (const stretch of [...found].sort((a, b) => a.start - b.start)) {
      const apart = above.slice(read, stretch.start).trim() !== '';
      own ||= apart;
      if (apart && last !== null) this.push(at + last.start, at + last.end, { introduces: true });
      last = apart || last === null ? stretch : { start: last.start, end: Math.max(last.end, stretch.end) };
      read = last.end;
    }
    const below = above.slice(read).trim() !== '';
    if (!own && !below) return;
    if (below && last !== null) this.push(at + last.start, Math.min(length, at + last.end), { introduces: true });
    this.start = below || last === null ? length : at + last.start;
  }
}
