import { describe, expect, it } from '@jest/globals';
import type { Database } from '#database';
import { type Logger, type Settings, StartupNotes } from '#runtime';
import type { AgentRepository } from './agent.repository.js';
import { FirstAdmin } from './first-admin.js';
import type { Passwords } from './passwords.js';

interface Installation {
  readonly admins?: readonly number[];
  readonly password?: string;
  /** The hash of who has the admin's address; null: nobody. */
  readonly login?: string | null;
}

/** Counts of admins as they are asked for, one after the other. */
async function start({ admins = [0, 0], password, login = null }: Installation) {
  const counts = [...admins];
  const made: object[] = [];
  const said: [string, object][] = [];
  const agents = {
    countAdmins: () => Promise.resolve(counts.shift() ?? 0),
    create: (agent: object) => Promise.resolve(made.push(agent)),
    findByEmail: () => Promise.resolve(login === null ? null : { passwordHash: login }),
  } as unknown as AgentRepository;
  const passwords = {
    hash: (text: string) => Promise.resolve(`hash of ${text}`),
    verify: (hash: string, text: string) => Promise.resolve(hash === `hash of ${text}`),
  } as unknown as Passwords;
  const database = { run: (work: (sql: object) => unknown) => work({ query: () => Promise.resolve([]) }) } as unknown as Database;
  const settings = { admin: { email: 'boss@example.com', ...(password === undefined ? {} : { password }) } } as Settings;
  const notes = new StartupNotes();
  const tell = (words: string, fields: object) => said.push([words, fields]);
  const log = { info: tell, warn: tell } as unknown as Logger;
  await new FirstAdmin(agents, passwords, database, settings, notes, log).onApplicationBootstrap();
  return { made, said, notes: notes.list() };
}

describe('the first admin', () => {
  it('is made once, by the settings, and told at the terminal', async () => {
    const { made, notes, said } = await start({ password: 'a-set-password' });
    expect(made).toEqual([{ email: 'boss@example.com', displayName: 'Admin', role: 'admin', passwordHash: 'hash of a-set-password' }]);
    expect(notes).toEqual([{ label: 'First login', text: 'boss@example.com  password: as set in admin.password' }]);
    expect(said).toEqual([['Made the first admin', { email: 'boss@example.com' }]]);
  });

  it('gets a password that is made up and shown this once, where none is set', async () => {
    const { made, notes } = await start({});
    const shown = /^boss@example\.com {2}password: (\S{12,})$/.exec(notes[0]!.text)?.[1];
    expect(made).toMatchObject([{ passwordHash: `hash of ${shown}` }]);
  });

  it('is left to the process that was faster', async () => {
    const { made, notes, said } = await start({ admins: [0, 1], password: 'a-set-password' });
    expect([made, notes, said]).toEqual([[], [], []]);
  });

  it('is there already: a password that lets nobody in is told, with the command that does', async () => {
    expect((await start({ admins: [1] })).said).toEqual([]);
    expect((await start({ admins: [1], password: 'right-password', login: 'hash of right-password' })).said).toEqual([]);
    const [[other, otherFields]] = (await start({ admins: [1], password: 'new-password', login: 'hash of old' })).said as [
      [string, object],
    ];
    expect(other).toMatch(/TRIBUTARY_ADMIN_PASSWORD.* is ignored: the login has another password$/);
    expect(otherFields).toEqual({
      email: 'boss@example.com',
      toChangeIt: 'npm run --silent admin -- reset-password --email boss@example.com',
    });
    const missing = await start({ admins: [2], password: 'new-password' });
    expect(missing.said).toEqual([
      [
        expect.stringMatching(/is ignored: there is no such login$/),
        { email: 'boss@example.com', toMakeIt: 'npm run --silent admin -- create-user --email boss@example.com --role admin' },
      ],
    ]);
    expect(missing.made).toEqual([]);
  });
});
