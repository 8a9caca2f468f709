// One worker of the runner: opens a suite with Node's own `import` and runs it with jest-circus.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers';
import { pathToFileURL } from 'node:url';
import { BufferedConsole } from '@jest/console';
import { jest, setFunctions } from './globals.mjs';

const require = createRequire(import.meta.url);
const CIRCUS = join(dirname(require.resolve('jest-circus/package.json')), 'build');
const { default: runWithCircus } = require('jest-circus/runner');
// Programs that a suite starts run what is built, and without our hooks.
process.execArgv.length = 0;
// As in jest's own runner: ten lines are few.
Error.stackTraceLimit = 100;

/**
 * What suites and jest-circus have made and entered is carried along by Node with every promise from then on, so that the hundredth suite of a worker took
 * twice its time. Whoever enters one again has it again.
 */
const storages = [];
require('node:async_hooks').AsyncLocalStorage = class extends AsyncLocalStorage {
  constructor(...given) {
    super(...given);
    storages.push(this);
  }
};
syncBuiltinESMExports();

/** Jest's result of the suite at `path`. */
export async function runSuite(path, config, globalConfig) {
  const start = Date.now();
  const before = { env: { ...process.env }, console: globalThis.console };
  const said = new BufferedConsole();
  globalThis.console = said;
  try {
    const result = await outOfSight(() =>
      runWithCircus(globalConfig, { ...config, injectGlobals: false }, { global: globalThis, handleTestEvent }, moduleSystem, path),
    );
    const end = Date.now();
    const ran = result.numPassingTests + result.numFailingTests + result.numTodoTests;
    return {
      ...result,
      testFilePath: path,
      displayName: config.displayName,
      console: said.getBuffer(),
      skipped: ran === 0,
      leaks: false,
      perfStats: { ...result.perfStats, start, end, runtime: end - start, slow: (end - start) / 1000 > config.slowTestThreshold },
    };
  } finally {
    for (const storage of storages.splice(0)) storage.disable();
    jest.useRealTimers();
    jest.restoreAllMocks();
    globalThis.console = before.console;
    for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name];
    Object.assign(process.env, before.env);
  }
}

/** As `act()`, and this file is in no stack of a failed test: Node would follow an `await`. */
function outOfSight(act) {
  return new Promise((resolve, reject) => {
    const done = (result) => resolve(result);
    const fail = (error) => reject(error);
    setImmediate(() => act().then(done, fail));
  });
}

/** Jest leaves lines of nameless functions out, and the body of a module is one: the very line of the test. */
function handleTestEvent(event) {
  if (event.name !== 'test_fn_failure' && event.name !== 'hook_failure') return;
  for (const error of [event.error, event.test?.asyncError, event.hook?.asyncError])
    if (typeof error?.stack === 'string') error.stack = error.stack.replace(/^( +at )<anonymous> \((.*)\)$/gm, '$1$2');
}

/** What jest-circus asks of jest's own module system. */
const moduleSystem = {
  requireInternalModule: openCircus,
  requireModule: require,
  setGlobalsForRuntime: setFunctions,
  unstable_shouldLoadAsEsm: () => true,
  unstable_importModule: (path) => import(pathToFileURL(path).href),
  enterTestCode: () => undefined,
  leaveTestCode: () => undefined,
};

/** Anew for every suite: it remembers the tests and hooks of the last one. */
function openCircus(path) {
  delete globalThis[Symbol.for('EVENT_HANDLERS')];
  for (const known of Object.keys(require.cache)) if (known.startsWith(CIRCUS)) delete require.cache[known];
  return require(path);
}
