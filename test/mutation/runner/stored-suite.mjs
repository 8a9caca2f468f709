import { performance } from 'node:perf_hooks';
import { Stage } from './suite.mjs';

const PATIENCE_MS = 10_000;
/** What takes longer judges no mutant: a run has thousands of them. */
const LONGEST_MS = 6_000;
const TIMED_OUT = Symbol('timed out');

/**
 * A suite over a real database and a whole desk, which stay open from mutant to mutant: opening them costs more than most tests. What a mutant left
 * behind must not speak against the next: a test that fails is run again without the mutant, and on a new desk where it fails then too.
 */
export class StoredSuite {
  #stage = null;
  #tests = [];
  /** Tests that pass a second time on one desk; no others judge. */
  #lasting = new Set();
  #costs = new Map();

  /** @param {string} file @param {() => Promise<import('./suite.mjs').Test[]>} load a fresh copy of its modules and ours */
  constructor(file, load) {
    this.file = file;
    this.load = load;
  }

  /** A new desk on which every test ran once. */
  async open() {
    if (this.#stage !== null) return;
    if (this.#tests.length === 0) this.#tests = await this.load();
    this.#stage = new Stage();
    for (const test of this.#tests) {
      await this.#stage.begin(test);
      const started = performance.now();
      const error = await this.#stage.play(test);
      this.#costs.set(test.id, performance.now() - started);
      if (error !== undefined) this.#lasting.delete(test.id);
      else if (!this.#costs.has(`${test.id} known`)) this.#lasting.add(test.id);
      this.#costs.set(`${test.id} known`, 0);
    }
  }

  async rehearse(onTest, onOpen) {
    this.#tests = await this.load();
    onOpen();
    await this.open();
    const results = [];
    for (const test of this.#tests.filter(({ id }) => this.#lasting.has(id))) {
      onTest(test);
      const started = performance.now();
      const error = await this.#stage.play(test);
      if (error !== undefined) {
        this.#lasting.delete(test.id);
        console.error(`${test.id} does not pass twice: ${String(error.message ?? error).slice(0, 200)}`);
      } else if (performance.now() - started > LONGEST_MS) this.#lasting.delete(test.id);
      else results.push({ test, error, ms: performance.now() - started });
    }
    return results;
  }

  async judge(wanted, mutant) {
    if (mutant.isStatic) return this.#judgeAnew(mutant);
    await this.open();
    for (const id of wanted ?? this.#tests.map((test) => test.id)) {
      let test = this.#tests.find((one) => one.id === id && this.#lasting.has(id));
      if (test === undefined) continue;
      const error = await this.#playUnder(test, mutant);
      if (error === undefined) continue;
      if (error === TIMED_OUT) {
        this.#forget();
        return { test, timedOut: true };
      }
      if ((await this.#within(() => this.#stage.play(test), test)) === undefined) return { test, error };
      // The desk is not what it was: by this mutant, or by one before it.
      await this.#close();
      await this.open();
      test = this.#tests.find((one) => one.id === id && this.#lasting.has(id));
      if (test === undefined) continue;
      const again = await this.#playUnder(test, mutant);
      if (again === undefined) continue;
      if (again === TIMED_OUT) this.#forget();
      else await this.#close();
      return { test, error: again, timedOut: again === TIMED_OUT };
    }
    return null;
  }

  /** With modules that were loaded, and a desk that was opened, under the mutant. */
  async #judgeAnew(mutant) {
    await this.open();
    const stage = new Stage();
    mutant.on();
    let test = { id: `${this.file}#`, name: this.file };
    try {
      for (test of await this.load()) {
        const error = await this.#within(async () => {
          await stage.begin(test);
          return stage.play(test);
        }, test);
        if (error !== undefined && this.#lasting.has(test.id)) return { test, error, timedOut: error === TIMED_OUT };
      }
      return null;
    } catch (error) {
      return { test, error };
    } finally {
      mutant.off();
      await this.#within(() => stage.end(), test).catch(() => undefined);
    }
  }

  async #playUnder(test, mutant) {
    mutant.on();
    try {
      return await this.#within(() => this.#stage.play(test), test);
    } finally {
      mutant.off();
    }
  }

  async #within(work, { id }) {
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(() => resolve(TIMED_OUT), PATIENCE_MS + 5 * (this.#costs.get(id) ?? 0))));
    return Promise.race([work(), late]).finally(() => clearTimeout(timer));
  }

  /** A test still runs on it: new modules, a new desk. */
  #forget() {
    const stage = this.#stage;
    this.#stage = null;
    this.#tests = [];
    void stage?.end().catch(() => undefined);
  }

  async #close() {
    const stage = this.#stage;
    this.#stage = null;
    await this.#within(() => stage.end(), { id: '' }).catch(() => undefined);
  }
}
