import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DoorInboxes } from '../smtp/door-inboxes.js';
import type { FetchedMail } from './folder-reader.js';
import { routeMails } from './route-mails.js';

const mailTo = (id: string, address: string, sent = false): FetchedMail => ({
  raw: Buffer.from(`From: ${sent ? address : 'ann@customer.test'}\r\nTo: ${address}\r\n\r\nHello\r\n`),
  deliveryId: id,
  receivedAt: '2026-03-02T09:00:00.000Z',
  historical: false,
  sent,
});

describe('mails of a mailbox of several inboxes', () => {
  let inboxes: DoorInboxes;
  let taken: string[];
  let time = 0;
  beforeEach(() => {
    jest.spyOn(performance, 'now').mockImplementation(() => time);
    taken = [];
    inboxes = new DoorInboxes(() => undefined);
    add('reader', 'mailbox@example.com');
    add('sales', 'sales@example.com');
    inboxes.completeNow();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const add = (id: string, address: string, acceptRead = async (mails: readonly FetchedMail[]) => void note(id, mails)) =>
    inboxes.set({ id, addresses: [address], catchAll: false, accept: async () => undefined, acceptRead });
  const note = (id: string, mails: readonly FetchedMail[]) => taken.push(...mails.map(({ deliveryId }) => `${id} ${deliveryId}`));
  const both = [mailTo('1', 'sales@example.com'), mailTo('2', 'mailbox@example.com'), mailTo('3', 'sales@example.com')];

  it('go to each in order, and an agent’s copy to the inbox in whose name she wrote', async () => {
    await routeMails('reader', [...both, mailTo('4', 'sales@example.com', true)], inboxes);
    expect(taken).toEqual(['sales 1', 'sales 3', 'sales 4', 'reader 2']);
  });

  it('wait as a whole while one of the inboxes does not run, but not for ever: then the reader has them', async () => {
    inboxes.pause('sales');
    await expect(routeMails('reader', both, inboxes)).rejects.toMatchObject({ errorClass: 'retriable', code: 'inbox_stopped' });
    expect(taken).toEqual([]);
    time += 301_000;
    await routeMails('reader', both, inboxes);
    expect(taken).toEqual(['reader 1', 'reader 2', 'reader 3']);
    add('sales', 'sales@example.com');
    await routeMails('reader', [mailTo('5', 'sales@example.com')], inboxes);
    expect(taken.at(-1)).toBe('sales 5');
  });

  it('wait until all inboxes are known: one of them may be meant', async () => {
    const starting = new DoorInboxes(() => undefined);
    await expect(routeMails('reader', both, starting)).rejects.toMatchObject({ code: 'inboxes_starting' });
  });

  it('are not done when one inbox could not make them durable', async () => {
    add('sales', 'sales@example.com', () => Promise.reject(new Error('the log is away')));
    await expect(routeMails('reader', both, inboxes)).rejects.toThrow('the log is away');
  });
});
