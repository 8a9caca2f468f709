import { performance } from 'node:perf_hooks';
import { Stage } from './suite.mjs';

/** A suite that keeps nothing: its tests run as often as wanted, in any order. */
export class UnitSuite {
  /** @param {string} file @param {() => Promise<import('./suite.mjs').Test[]>} load a fresh copy of its modules and ours */
  constructor(file, load) {
    this.file = file;
    this.load = load;
  }

  async open() {
    this.tests ??= await this.load();
  }

  /** Under nothing, telling of each test as it begins. @param {(test: import('./suite.mjs').Test) => void} onTest */
  async rehearse(onTest) {
    await this.open();
    const results = [];
    const stage = new Stage();
    for (const test of this.tests) {
      onTest(test);
      await stage.begin(test);
      const started = performance.now();
      results.push({ test, error: await stage.play(test), ms: performance.now() - started });
    }
    await stage.end();
    return results;
  }

  /**
   * The first of these tests that fails under a mutant; null when none does.
   * @param {readonly string[] | undefined} wanted ids, the cheapest first; all when undefined @param {{ on(): void, off(): void, isStatic: boolean }} mutant
   */
  async judge(wanted, mutant) {
    if (!mutant.isStatic) await this.open();
    mutant.on();
    try {
      const tests = mutant.isStatic ? await this.load() : this.tests;
      const stage = new Stage();
      for (const id of wanted ?? tests.map((test) => test.id)) {
        const test = tests.find((one) => one.id === id);
        if (test === undefined) continue;
        await stage.begin(test);
        const error = await stage.play(test);
        if (error !== undefined) return { test, error };
      }
      await stage.end();
      return null;
    } catch (error) {
      return { test: { id: `${this.file}#`, name: this.file }, error };
    } finally {
      mutant.off();
    }
  }
}
