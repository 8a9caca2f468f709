import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { listCommands } from './commands.js';

const APPS = fileURLToPath(new URL('../../..', import.meta.url));

describe('the admin commands', () => {
  it('name in their usage every option that they take, and no other', async () => {
    const commands = await listCommands(APPS);
    expect(commands.length).toBeGreaterThan(8);
    for (const { name, usage, options = [], flags = [] } of commands) {
      const named = [...usage.matchAll(/--([a-z-]+)/g)].map(([, option]) => option);
      expect([name, ...named.sort()]).toEqual([name, ...[...options, ...flags].sort()]);
    }
  });

  it('begin no desk by looking at one', async () => {
    const commands = await listCommands(APPS);
    const beginning = commands.filter(({ beginsDesk }) => beginsDesk).map(({ name }) => name);
    expect(beginning.sort()).toEqual(['create-api-key', 'create-user', 'migrate', 'restore']);
  });
});
