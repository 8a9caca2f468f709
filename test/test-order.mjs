// In which order suites run: jest knows nothing of them on a new machine but their size, and a desk's file of three lines runs for minutes.
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import TestSequencer from '@jest/test-sequencer';

/** These take minutes each, so they begin first: at the end of a run nothing would be left to do beside them. */
const LONG = ['days', 'desks'];
/** Alone on a core they leave it idle half of the time: each runs beside suites that compute. */
const MOSTLY_WAITING = ['e2e', 'contract', 'browser'];
/** Many and short: they fill up the end. */
const SHORT = ['unit', 'architecture'];

const projectOf = (test) => test.context.config.displayName.name;

/** A desk's file only names the folder of its rows. */
function weightOf({ path, context }) {
  const [, desk] = /\/(d\d)\.test\.ts$/.exec(path) ?? [];
  if (desk === undefined) return context.hasteFS.getSize(path) ?? 0;
  const rows = join(dirname(path), 'rows', desk);
  return readdirSync(rows).reduce((sum, name) => sum + statSync(join(rows, name)).size, 0);
}

/** Two lists as one, each spread evenly over it in its own order. */
function riffle(one, other) {
  const place = (list) => list.map((test, index) => ({ test, at: (index + 1) / (list.length + 1) }));
  return [...place(one), ...place(other)].sort((a, b) => a.at - b.at).map(({ test }) => test);
}

export default class TestOrder extends TestSequencer {
  /** What failed last, by project: they share one id. */
  _getCachePath(context) {
    return `${super._getCachePath(context)}-${context.config.displayName.name}`;
  }

  sort(tests) {
    const weights = new Map(tests.map((test) => [test, weightOf(test)]));
    const of = (projects) => tests.filter((test) => projects.includes(projectOf(test))).sort((a, b) => weights.get(b) - weights.get(a));
    const computing = [...new Set(tests.map(projectOf))].filter((name) => ![...LONG, ...MOSTLY_WAITING, ...SHORT].includes(name));
    return [...LONG.flatMap((name) => of([name])), ...riffle(of(MOSTLY_WAITING), of(computing)), ...of(SHORT)];
  }
}
