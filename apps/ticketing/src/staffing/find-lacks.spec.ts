import { describe, expect, it } from '@jest/globals';
import { StaffedChannel } from '../desk/schema/staffing.js';
import { findLacks } from './find-lacks.js';

const chat = StaffedChannel.parse({ inboxes: ['chat', 'app'], groups: ['first', 'second'], least: 2 });
const states = (...given: [string, string][]) => new Map(given);
const there = (first: string[], second: string[] = []) =>
  new Map([
    ['first', new Set(first)],
    ['second', new Set(second)],
  ]);
const good = states(['chat', 'connected'], ['app', 'backfilling']);

describe('what a channel lacks', () => {
  it('is nothing where people and connection are there', () => {
    expect(findLacks(chat, { states: good, there: there(['li'], ['wang']), open: true })).toEqual([]);
  });

  it('is people, each counted once, only while it is open', () => {
    const found = findLacks(chat, { states: good, there: there(['li'], ['li']), open: true });
    expect(found).toEqual([{ lack: 'people', detail: '1 of 2 at work (first, second)' }]);
    expect(findLacks(chat, { states: good, there: there([]), open: false })).toEqual([]);
  });

  it('is connection at any hour, also of an inbox that nobody ever heard of', () => {
    const found = findLacks(chat, { states: states(['chat', 'bad_credentials']), there: there([]), open: false });
    expect(found).toEqual([{ lack: 'connection', detail: 'chat: bad_credentials, app: never connected' }]);
  });

  it('counts nobody where no group is named', () => {
    expect(findLacks({ ...chat, groups: [] }, { states: good, there: new Map(), open: true })).toEqual([]);
  });
});
