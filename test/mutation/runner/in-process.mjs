// A test runner of Stryker: the suites of jest without jest's process, modules and files around each run. One mutant costs what its tests cost.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { BUNDLES } from './bundle.mjs';
import { StoredSuite } from './stored-suite.mjs';
import { collect } from './suite.mjs';
import { UnitSuite } from './unit-suite.mjs';

/** Stands for the opening of desks among the ids of tests. */
const OPENING = '(opening)';
/** What instrumented code reads and writes. */
const context = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

/** Servers that a mutant left behind fail where nobody waits for them any more. */
process.on('unhandledRejection', () => undefined);

export class InProcessRunner {
  static inject = [commonTokens.options];

  constructor() {
    this.loads = 0;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.folder = join(process.cwd(), BUNDLES);
    const { folder } = this;
    this.costsFile = join(folder, 'costs.json');
    const files = JSON.parse(readFileSync(join(folder, 'suites.json'), 'utf8'));
    this.suites = new Map(
      files.map((file) => {
        const load = () => collect(file, () => import(`${pathToFileURL(join(folder, `${file}.js`)).href}?${(this.loads += 1)}`));
        return [file, !isStored(file) ? new UnitSuite(file, load) : new StoredSuite(file, load)];
      }),
    );
  }

  async dryRun() {
    // Instrumented modules keep the object that they see first.
    const coverage = (context.mutantCoverage = { static: {}, perTest: {} });
    const tests = [];
    for (const suite of this.suites.values()) {
      context.currentTestId = undefined;
      const onTest = (test) => (context.currentTestId = test.id);
      const onOpen = () => (context.currentTestId = OPENING);
      tests.push(...(await suite.rehearse(onTest, onOpen)).map(toResult));
    }
    context.currentTestId = undefined;
    writeFileSync(this.costsFile, JSON.stringify(Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]))));
    const { [OPENING]: opening = {}, ...perTest } = coverage.perTest;
    // What runs while a desk opens and again in its tests is judged by these, on a desk that was opened without it.
    const inTests = new Set(Object.values(perTest).flatMap((hits) => Object.keys(hits)));
    const onlyOpening = Object.fromEntries(Object.entries(opening).filter(([id]) => !inTests.has(id)));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: { ...coverage.static, ...onlyOpening }, perTest } };
  }

  async mutantRun({ activeMutant, testFilter, mutantActivation, hitLimit: most }) {
    // A hundred times the hits of a healthy run: a tenth of that shows an endless loop as well.
    const hitLimit = most === undefined ? undefined : Math.ceil(most / 10);
    context.hitCount = hitLimit === undefined ? undefined : 0;
    const mutant = {
      isStatic: mutantActivation === 'static',
      on: () => ([context.activeMutant, context.hitLimit] = [activeMutant.id, hitLimit]),
      off: () => ([context.activeMutant, context.hitLimit] = [undefined, undefined]),
    };
    for (const [file, ids] of this.cheapFirst(testFilter ?? this.testsWith(activeMutant))) {
      const found = await this.suites.get(file).judge(ids, mutant);
      const endless = determineHitLimitReached(context.hitCount, hitLimit);
      if (endless !== undefined || found?.timedOut) return { status: MutantRunStatus.Timeout, reason: endless?.reason };
      if (found !== null) return toKilled(found);
    }
    return { status: MutantRunStatus.Survived, nrOfTests: testFilter?.length ?? 1 };
  }

  /** Files with the ids of their tests: a mutant is judged by the first that sees it, so the cheap ones begin, those without a database before all. */
  cheapFirst(ids) {
    this.costs ??= existsSync(this.costsFile) ? JSON.parse(readFileSync(this.costsFile, 'utf8')) : {};
    const costOf = (id) => this.costs[id] ?? 0;
    const byFile = groupBy(
      [...ids].sort((a, b) => costOf(a) - costOf(b)),
      fileOf,
    );
    const sum = (file) => byFile.get(file).reduce((total, id) => total + costOf(id), 0);
    return [...byFile].sort(([a], [b]) => isStored(a) - isStored(b) || sum(a) - sum(b));
  }

  /** All tests of the suites that have a mutant in them: one that only lives while modules load is in none of their coverage. */
  testsWith({ id }) {
    this.texts ??= new Map([...this.suites.keys()].map((file) => [file, readFileSync(join(this.folder, `${file}.js`), 'utf8')]));
    this.costs ??= existsSync(this.costsFile) ? JSON.parse(readFileSync(this.costsFile, 'utf8')) : {};
    const files = new Set([...this.texts].filter(([, text]) => text.includes(`("${id}")`)).map(([file]) => file));
    return Object.keys(this.costs).filter((test) => files.has(fileOf(test)));
  }
}

function groupBy(values, keyOf) {
  const groups = new Map();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

const fileOf = (id) => id.slice(0, id.indexOf('#'));
const isStored = (file) => Number(!file.endsWith('.spec.ts'));

function toKilled({ test, error }) {
  return { status: MutantRunStatus.Killed, killedBy: [test.id], failureMessage: messageOf(error), nrOfTests: 1 };
}

function toResult({ test: { id, name }, error, ms }) {
  const result = { id, name, timeSpentMs: Math.ceil(ms) };
  return error === undefined
    ? { ...result, status: TestStatus.Success }
    : { ...result, status: TestStatus.Failed, failureMessage: messageOf(error) };
}

function messageOf(error) {
  return String(error?.message ?? error).slice(0, 500);
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
