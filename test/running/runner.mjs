// Runs suites in plain Node: a worker keeps the modules that one suite has opened for the next. Jest's own runner opens them anew for every file.
// What a suite may not rely on therefore: README.md beside this.
import { fileURLToPath } from 'node:url';
import { Worker } from 'jest-worker';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));
const HOOKS = new URL('../support/typescript.mjs', import.meta.url).href;

export default class PlainRunner {
  #globalConfig;

  constructor(globalConfig) {
    this.#globalConfig = globalConfig;
  }

  async runTests(tests, watcher, onStart, onResult, onFailure) {
    const { maxWorkers, workerIdleMemoryLimit } = this.#globalConfig;
    const numWorkers = Math.min(maxWorkers, tests.length);
    const pool = new Worker(WORKER, {
      exposedMethods: ['runSuite'],
      forkOptions: {
        execArgv: ['--conditions=source', '--conditions=node-addons', '--enable-source-maps', '--no-warnings', '--import', HOOKS],
        stdio: 'pipe',
      },
      idleMemoryLimit: workerIdleMemoryLimit,
      numWorkers,
    });
    pool.getStdout()?.pipe(process.stdout);
    pool.getStderr()?.pipe(process.stderr);
    const left = [...tests];
    const runOnes = async () => {
      for (let test = left.shift(); test !== undefined && !watcher.isInterrupted(); test = left.shift()) {
        try {
          await onStart(test);
          await onResult(test, await pool.runSuite(test.path, test.context.config, this.#globalConfig));
        } catch (error) {
          await onFailure(test, error);
        }
      }
    };
    await Promise.all(Array.from({ length: numWorkers }, runOnes));
    await pool.end();
  }
}
