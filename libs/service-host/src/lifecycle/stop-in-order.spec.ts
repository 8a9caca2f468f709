import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '#runtime';
import { stopInOrder } from './stop-in-order.js';

describe('stopping', () => {
  it('goes one after the other', async () => {
    const order: string[] = [];
    const step = (name: string) => ({
      name,
      limitMs: 1_000,
      run: async () => {
        await Promise.resolve();
        order.push(name);
      },
    });
    expect(await stopInOrder([step('doors'), step('log'), step('database')], silentLogger)).toBe(true);
    expect(order).toEqual(['doors', 'log', 'database']);
  });

  it('reaches the last part past one that fails and one that hangs', async () => {
    let reached = false;
    const steps = [
      { name: 'fails', limitMs: 1_000, run: () => Promise.reject(new Error('broken')) },
      { name: 'hangs', limitMs: 5, run: () => new Promise<void>(() => undefined) },
      { name: 'last', limitMs: 1_000, run: () => Promise.resolve(void (reached = true)) },
    ];
    expect(await stopInOrder(steps, silentLogger)).toBe(false);
    expect(reached).toBe(true);
  });
});
