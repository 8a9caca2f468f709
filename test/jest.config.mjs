import { fileURLToPath } from 'node:url';

/** By night (`npm run test:night`) suites that take long and guard what seldom breaks run too: `x.night.test.ts`. */
const isWhole = (process.env['WHOLE'] ?? '') !== '';
const rootDir = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} name @param {string[]} testMatch @param {object} [more] */
const project = (name, testMatch, more = {}) => ({
  displayName: name,
  // The same for all: what files there are is looked up once for the run instead of once for each project.
  id: rootDir,
  rootDir,
  testMatch: testMatch.map((glob) => `<rootDir>/${glob}`),
  // Node itself opens the suites (test/running), not jest's module system.
  runner: '<rootDir>/test/running/runner.mjs',
  transform: {},
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/', '<rootDir>/docs/'],
  testPathIgnorePatterns: ['/node_modules/', ...(isWhole ? [] : [String.raw`\.night\.test\.ts$`])],
  ...more,
});

/** One embedded PostgreSQL a run, started by the first test that asks for it (`#database/testing`). */
const withTestDatabase = {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

/**
 * unit: beside the source, no process, no socket. contract: one suite over every adapter, real PostgreSQL and Kafka.
 * integration: one room against real parts. e2e: the whole product through its doors. desks: a test a row of the service desks; days: a simulated day of each.
 * browser: what a real Chromium makes of what we show.
 */
export default {
  rootDir,
  projects: [
    project('unit', ['apps/**/src/**/*.spec.ts', 'libs/**/src/**/*.spec.ts', 'test/score/*.spec.ts']),
    project('architecture', ['test/architecture/**/*.test.ts']),
    project('contract', ['test/contract/**/*.test.ts'], withTestDatabase),
    project('integration', ['test/integration/**/*.test.ts'], withTestDatabase),
    project('e2e', ['test/e2e/**/*.test.ts'], withTestDatabase),
    project('desks', ['test/desks/d?.test.ts'], withTestDatabase),
    // `npm run days`.
    project('days', ['test/desks/days.night.test.ts'], withTestDatabase),
    project('browser', ['test/browser/**/*.test.ts'], withTestDatabase),
  ],
  testSequencer: '<rootDir>/test/test-order.mjs',
  // A busy machine takes a minute to open all modules once more.
  testTimeout: 120_000,
  // What suites leave behind in a worker: with more than this it is replaced, which costs the opening of all modules.
  workerIdleMemoryLimit: '1.5GB',
};
