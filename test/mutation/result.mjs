// Reports of Stryker, and the figures of them that are kept beside this file.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Percent that have to be killed. */
export const LEAST = 80;
const KILLED = ['Killed', 'Timeout'];

const reportOf = (root, run) => JSON.parse(readFileSync(join(root, `data/mutation/${run}.json`), 'utf8'));
const room = (file) => dirname(file).replace('apps/ticketing/src/', '');

/** Mutants of some files by what became of them; no coverage is survived. */
function count(mutants) {
  const of = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, timedOut] = [of('Killed'), of('Timeout')];
  const [survived, uncovered] = [of('Survived'), of('NoCoverage')];
  return { mutants: killed + timedOut + survived + uncovered, killed, timedOut, survived, uncovered };
}

const scoreOf = ({ mutants, killed, timedOut }) => (mutants === 0 ? 100 : (100 * (killed + timedOut)) / mutants);

/**
 * Adds the last run to the figures and writes them down. `seconds`: null where it ran before. Answers its score in percent, and why what could not be judged
 * could not: that counts for nothing.
 */
export async function addRun(root, run, seconds) {
  const ended = statSync(join(root, `data/mutation/${run}.json`)).mtime.toISOString();
  const files = Object.entries(reportOf(root, run).files);
  const all = files.flatMap(([, { mutants }]) => mutants);
  const rooms = groupBy(files, ([file]) => room(file));
  const leftOut = groupBy(
    all.filter(({ status }) => status === 'Ignored'),
    ({ statusReason }) => statusReason,
  );
  const path = join(root, 'test/mutation/result.json');
  const known = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const entry = {
    ...count(all),
    leftOut: Object.fromEntries([...leftOut].map(([reason, mutants]) => [reason, mutants.length])),
    rooms: Object.fromEntries([...rooms].map(([name, own]) => [name, count(own.flatMap(([, { mutants }]) => mutants))])),
    date: ended.slice(0, 10),
    commit: git(root, 'rev-list', '-1', '--abbrev-commit', `--before=${ended}`, 'HEAD'),
    seconds: seconds === null ? (known[run]?.seconds ?? null) : Math.round(seconds),
  };
  const results = Object.fromEntries(Object.entries({ ...known, [run]: entry }).sort(([a], [b]) => (a < b ? -1 : 1)));
  const written = join(root, 'test/mutation/result.md');
  writeFileSync(path, JSON.stringify(results));
  writeFileSync(written, toText(results));
  spawnSync(join(root, 'node_modules/.bin/oxfmt'), ['-c', join(root, 'test/architecture/format.json'), path, written]);
  const unjudged = all.filter(({ status }) => status === 'RuntimeError').map(({ statusReason }) => String(statusReason).split('\n')[0]);
  return { score: scoreOf(entry), unjudged };
}

function toText(results) {
  const line = (name, figures, more) =>
    `| ${[name, figures.mutants, figures.killed, figures.timedOut, figures.survived, figures.uncovered, figures.mutants === 0 ? '–' : `${scoreOf(figures).toFixed(1)} %`, ...more].join(' | ')} |`;
  const head = ['mutants', 'killed', 'timed out', 'survived', 'no test', 'score'];
  const table = (first, more, lines) =>
    [`| ${[first, ...head, ...more].join(' | ')} |`, `|${' --- |'.repeat(1 + head.length + more.length)}`, ...lines].join('\n');
  const entries = Object.entries(results);
  const left = (figures) =>
    Object.entries(figures.leftOut)
      .map(([reason, mutants]) => `${mutants} ${reason}`)
      .join(', ');
  return [
    '# What of broken code was seen',
    'Written by `npm run mutate`. A timeout counts as killed, what no test reaches as survived. `…-shell`: what reads and writes in transactions was broken too. Seconds are those of the last run, which takes over what it knows already.',
    table(
      'area',
      ['date', 'commit', 'seconds'],
      entries.map(([name, one]) => line(name, one, [one.date, one.commit, one.seconds ?? '–'])),
    ),
    ...entries.map(([name, one]) => `Left out of ${name}: ${left(one) || 'nothing'}.`),
    table(
      'room',
      [],
      entries.flatMap(([name, one]) => Object.entries(one.rooms).map(([own, figures]) => line(`${name}: ${own}`, figures, []))),
    ),
  ].join('\n\n');
}

/** Of the last run, what nothing killed in files whose path has `name` in it: where, and what stood there then. */
export function listSurvivors(root, run, name) {
  return Object.entries(reportOf(root, run).files)
    .filter(([file]) => file.includes(name))
    .flatMap(([file, { mutants, source }]) => {
      const lines = source.split('\n');
      return mutants
        .filter(({ status }) => !KILLED.includes(status) && status !== 'Ignored')
        .map(({ status, location: { start, end }, replacement = '' }) => {
          const text = lines[start.line - 1].slice(start.column - 1, start.line === end.line ? end.column - 1 : undefined);
          return `${file}:${start.line}:${start.column} ${status}: ${text} → ${replacement.replace(/\s+/g, ' ')}`;
        });
    });
}

function groupBy(values, keyOf) {
  const groups = new Map();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

function git(root, ...words) {
  return spawnSync('git', words, { cwd: root, encoding: 'utf8' }).stdout.trim();
}
