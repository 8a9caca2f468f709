// Stands in for `@jest/globals` while mutants are judged: keeps the tests of a file with its own `expect`, to run any of them as often as wanted.
import { expect } from 'expect';
import { bind } from 'jest-each';

/** @typedef {{ name: string, before: Function[], after: Function[], beforeEach: Function[], afterEach: Function[], parent: Group | null }} Group */
/** @typedef {{ id: string, name: string, fn: Function, group: Group }} Test */

const newGroup = (name, parent) => ({ name, parent, before: [], after: [], beforeEach: [], afterEach: [] });
let group = newGroup('', null);
/** @type {Test[]} */
let tests = [];
let file = '';

const pathOf = ({ name, parent }) => (parent === null ? name : `${pathOf(parent)} ${name}`).trim();

function addTest(name, fn) {
  const full = `${pathOf(group)} ${name}`.trim();
  tests.push({ id: `${file}#${full}`, name: full, fn, group });
}

function addGroup(name, fill) {
  const outer = group;
  group = newGroup(name, outer);
  fill();
  group = outer;
}

const it = Object.assign((name, fn) => addTest(name, fn), { skip: () => undefined });
it.each = bind(it);
const describe = Object.assign((name, fill) => addGroup(name, fill), { skip: () => undefined });
describe.each = bind(describe);

export { describe, expect, it, it as test };
export const beforeAll = (fn) => void group.before.push(fn);
export const afterAll = (fn) => void group.after.push(fn);
export const beforeEach = (fn) => void group.beforeEach.push(fn);
export const afterEach = (fn) => void group.afterEach.push(fn);

/** The tests that `load` declares. @param {string} name of the file @param {() => Promise<unknown>} load @returns {Promise<Test[]>} */
export async function collect(name, load) {
  [file, tests, group] = [name, [], newGroup('', null)];
  await load();
  return tests;
}

const chainOf = (one) => (one === null ? [] : [...chainOf(one.parent), one]);

/** What `beforeAll` made for some tests of a file, until `end`. */
export class Stage {
  /** @type {Set<Group>} */
  #begun = new Set();

  /** @param {Test} test */
  async begin(test) {
    for (const each of chainOf(test.group)) {
      if (this.#begun.has(each)) continue;
      this.#begun.add(each);
      for (const fn of each.before) await fn();
    }
  }

  /** Undefined when it passed, else what it threw. @param {Test} test */
  async play(test) {
    const chain = chainOf(test.group);
    let error;
    try {
      for (const each of chain) for (const fn of each.beforeEach) await fn();
      await test.fn();
    } catch (thrown) {
      error = thrown ?? new Error('failed');
    }
    try {
      for (const each of chain.reverse()) for (const fn of each.afterEach) await fn();
    } catch (thrown) {
      error ??= thrown;
    }
    return error;
  }

  async end() {
    const begun = [...this.#begun].reverse();
    this.#begun.clear();
    for (const each of begun) for (const fn of each.after) await fn();
  }
}
