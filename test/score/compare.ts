/** A figure of the scorer: `score` of 0 to 1 over `n` cases, or, where `most`, a count or share that should be small. */
export interface Figure {
  readonly name: string;
  readonly score: number;
  readonly n: number;
  readonly bar: number | null;
  readonly most: boolean;
}

/** Name → score of the last result kept. */
export type LastResult = Readonly<Record<string, number>>;

export interface Comparison {
  readonly fell: readonly string[];
  readonly rose: readonly string[];
}

/** What a figure may lose: a figure of few cases moves by more when one of them does, so half a case counts too. */
const TOLERANCE = 0.005;

/** Figures that fell below the last result or their own bar, in words; a figure that is gone fell too. */
export function compareFigures(figures: readonly Figure[], last: LastResult): Comparison {
  const fell: string[] = [];
  const rose: string[] = [];
  const byName = new Map(figures.map((figure) => [figure.name, figure]));
  for (const [name, before] of Object.entries(last)) {
    const figure = byName.get(name);
    if (figure === undefined) {
      fell.push(`${name}: not scored, was ${before}`);
      continue;
    }
    const gained = (figure.score - before) * (figure.most ? -1 : 1);
    if (gained < -TOLERANCE) fell.push(`${name}: ${figure.score}, was ${before}`);
    if (gained > TOLERANCE) rose.push(`${name}: ${figure.score}, was ${before}`);
  }
  for (const { name, score, bar, most } of figures)
    if (bar !== null && (most ? score > bar : score < bar)) fell.push(`${name}: ${score}, its bar is ${bar}`);
  return { fell, rose };
}

export function toLastResult(figures: readonly Figure[]): LastResult {
  return Object.fromEntries(figures.map(({ name, score }) => [name, Math.round(score * 10_000) / 10_000]));
}
