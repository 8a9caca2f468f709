import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { API_KEY, startProduct } from '../../../support/started-product.js';
import { row } from '../../row.js';
import { runAdmin } from '../../run-admin.js';

export default row(
  'D3.29',
  async (desk, show) => {
    const agent = await desk.agents.get('d3.29-he');
    const contact = { identity: { scheme: 'email', value: 'player@d3-29.test' } };
    const ticket = await desk.api<{ id: string; number: string }>('POST', '/tickets', { subject: '备份', origin: 'counter', contact });
    await desk.api('POST', `/tickets/${ticket.id}/notes`, { text: '切换前的记录' }, agent);
    const count = async (ask: (path: string) => Promise<unknown>) =>
      ((await ask('/audit/verification')) as { records: number; ok: boolean }).records;
    const folder = await mkdtemp(join(tmpdir(), 'tributary-standby-'));
    const before = await count((path) => desk.api('GET', path));
    await runAdmin(['backup', join(folder, 'backup')], desk.product.dataDir);
    await runAdmin(['restore', join(folder, 'backup')], join(folder, 'data'));
    const standby = await startProduct({ TRIBUTARY_DATA_DIR: join(folder, 'data') });
    try {
      const ask = async (path: string) =>
        (await fetch(`${standby.apiUrl}/api/v1${path}`, { headers: { authorization: `Bearer ${API_KEY}` } })).json() as Promise<unknown>;
      expect(await ask(`/tickets/${ticket.number}`)).toMatchObject({ id: ticket.id, subject: '备份' });
      const { items } = (await ask(`/tickets/${ticket.id}/entries`)) as { items: { plainText: string }[] };
      expect(items.map(({ plainText }) => plainText)).toContain('切换前的记录');
      const proof = (await ask('/audit/verification')) as { ok: boolean; records: number };
      expect(proof.ok).toBe(true);
      expect(proof.records).toBeGreaterThanOrEqual(before);
      // The agents' logins came along.
      const session = await fetch(`${standby.apiUrl}/api/v1/session`, { headers: { cookie: agent.headers['cookie']! } });
      expect([200, 401]).toContain(session.status);
      const { items: agents } = (await ask('/agents')) as { items: { email: string }[] };
      expect(agents.map(({ email }) => email)).toContain(agent.email);
    } finally {
      await standby.stop();
      await rm(folder, { recursive: true, force: true });
    }
    show(
      'a backup made while the desk worked came up on a standby folder: its ticket, note, agents and a whole audit log were there, and the desk had worked on',
    );
  },
  { limitMs: 240_000 },
);
