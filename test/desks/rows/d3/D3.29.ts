import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { startProduct } from '../../../support/started-product.js';
import type { Ticket } from '../../desk-views.js';
import { row } from '../../row.js';
import { runAdmin } from '../../run-admin.js';
import { startDesk } from '../../running-desk.js';

const write = (subject: string) => ({ from: 'd3.29@customer.test', to: 'service@cr魔法.com', subject, text: '切换前后' });

export default row(
  'D3.29',
  async (_shared, show) => {
    // A desk of its own: its first site goes down.
    const desk = await startDesk('d3');
    const folder = await mkdtemp(join(tmpdir(), 'tributary-standby-'));
    try {
      const agent = await desk.agents.get('d3.29-he');
      const before = await desk.doors.mail(write('切换前'));
      await desk.api('POST', `/tickets/${before.id}/notes`, { text: '切换前的记录' }, agent);
      const { records } = await desk.api<{ records: number }>('GET', '/audit/verification');
      await runAdmin(['backup', join(folder, 'backup')], desk.product.dataDir);
      await desk.product.stop();
      await expect(desk.ask('GET', '/tickets')).rejects.toThrow();

      await runAdmin(['restore', join(folder, 'backup')], join(folder, 'data'));
      const standby = desk.at(await startProduct({ ...desk.environment, TRIBUTARY_DATA_DIR: join(folder, 'data') }));
      try {
        expect(await standby.ticket(before.number)).toMatchObject({ id: before.id, subject: '切换前' });
        expect((await standby.entries(before)).map(({ plainText }) => plainText)).toContain('切换前的记录');
        const proof = await standby.api<{ ok: boolean; records: number }>('GET', '/audit/verification');
        expect([proof.ok, proof.records >= records]).toEqual([true, true]);

        // Mail comes in there, under the next number; the agent logs in with his password and answers.
        const after = await standby.doors.mail(write('切换后'));
        expect(runningPart(after)).toBe(runningPart(before) + 1);
        expect(after.contact.id).toBe(before.contact.id);
        const again = await standby.agents.comeBack(agent);
        await standby.api('POST', `/tickets/${after.id}/replies`, { text: '备用站点已接管。' }, again);
        const answer = await standby.mailTo('d3.29@customer.test', ({ mail }) => /备用站点已接管/.test(mail.text ?? ''));
        expect(answer.mail.subject).toContain(after.number);
      } finally {
        await standby.product.stop();
      }
    } finally {
      await desk.stop();
      await rm(folder, { recursive: true, force: true });
    }
    show(
      'a backup made while the desk worked; its site went down, and the standby took over on its settings: ticket, note and a whole audit log were there, a mail came in under the next number, and an agent logged in with his password and answered it',
    );
  },
  { limitMs: 240_000 },
);

function runningPart({ number }: Ticket): number {
  return Number(number.split('-').at(-1));
}
