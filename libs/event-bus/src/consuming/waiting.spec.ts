import { describe, expect, it } from '@jest/globals';
import { Interrupted } from './consuming.js';
import { Doorbell, waitFor } from './waiting.js';

describe('waiting', () => {
  it('ends at once when it is interrupted, before or while it waits', async () => {
    const controller = new AbortController();
    const waiting = waitFor(60_000, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toBeInstanceOf(Interrupted);
    await expect(waitFor(60_000, controller.signal)).rejects.toBeInstanceOf(Interrupted);
  });

  it('hears a bell that rang before it listened, and once only', async () => {
    const bell = new Doorbell();
    bell.ring();
    bell.ring();
    await bell.wait(60_000);
    const later = bell.wait(60_000);
    bell.ring();
    await later;
    await bell.wait(1);
  });
});
