import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { bringRecordedCall, hearRecording } from '../../parts/recorded-calls.js';
import { runAdmin } from '../../run-admin.js';
import { row } from '../../row.js';
import { startDesk } from '../../running-desk.js';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 1_827;

export default row(
  'D3.9',
  async (_shared, show) => {
    // A desk of its own: five years go by.
    const desk = await startDesk('d3');
    try {
      const { ticket, entry, sound } = await bringRecordedCall(desk, { caller: '+8613900000395' });
      const at = desk.clock.now().getTime();
      const contact = `/contacts/${ticket.contact.id}`;
      await desk.api('PATCH', contact, { displayName: '钱七' });
      const mail = await desk.doors.mail({
        ...{ from: 'd3.9-qian@customer.test', to: 'service@cr魔法.com', subject: '补充', text: '我是钱七' },
      });
      await desk.api('POST', `${contact}/merges`, { contactId: mail.contact.id });
      for (const { id } of [ticket, mail]) await desk.api('PATCH', `/tickets/${id}`, { status: 'closed' });
      const blobs = async () =>
        (await readdir(join(desk.product.dataDir, 'blobs'), { recursive: true, withFileTypes: true }))
          .filter((each) => each.isFile())
          .map(({ name }) => name);
      const before = await blobs();
      const { dataDir } = desk.product;
      const erased = await runAdmin(['delete-contact', ticket.contact.id, '--yes'], dataDir, { TRIBUTARY_CLOCK_FILE: desk.clock.file });
      expect(erased).toContain('1 recorded calls stay whole');
      const pass = async (days: number) => {
        await desk.clock.set(new Date(at + days * DAY_MS));
        await desk.until(async () => (await desk.ask('GET', '/hours')).status === 200, 'the desk at work');
      };

      await pass(4 * 365 + 364);
      const left = JSON.stringify([
        await desk.ask('GET', contact),
        await desk.ask('GET', `/tickets/${ticket.id}`),
        await desk.entries(mail),
      ]);
      expect(left).not.toMatch(/钱七|d3\.9-qian/);
      const late = await hearRecording(desk, entry);
      expect([late.status, late.bytes?.equals(sound)]).toEqual([200, true]);

      await pass(KEPT_DAYS + 1);
      await desk.until(async () => (await hearRecording(desk, entry)).status === 404, 'the recording gone', 90_000);
      await desk.until(async () => (await blobs()).length < before.length, 'its file gone from the disk', 90_000);
      show(
        'who was erased left no name and no mail; his recorded call alone was heard for five years, byte for byte; then it was gone, off the disk too',
      );
    } finally {
      await desk.stop();
    }
  },
  { limitMs: 300_000, byNight: true },
);
