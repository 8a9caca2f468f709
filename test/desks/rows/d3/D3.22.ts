import { expect } from '@jest/globals';
import { PROGRAM_KEY } from '../../overlay.js';
import { Writer } from '../../case-views.js';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';

interface Door {
  readonly key: string;
  readonly open: boolean;
  readonly conditions: readonly string[];
}

export default row('D3.22', async (desk, show) => {
  const doors = (await desk.api<List<Door>>('GET', '/desk/doors?language=zh')).items;
  const of = (key: string) => doors.find((door) => door.key === key)!;
  expect([of('app').open, of('wecom').open, of('mail').open]).toEqual([false, false, true]);
  expect(of('app').conditions[0]).toContain('实名认证');
  expect(of('wecom').conditions[0]).toContain('营业执照');

  const write = (key: string, user: string) =>
    fetch(`${desk.product.apiUrl}/in/app`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${PROGRAM_KEY}`, 'idempotency-key': key },
      body: JSON.stringify({ text: `装备丢失 ${key}`, subject: `装备丢失 ${key}`, user }),
    });
  expect((await write('d3.22-first', 'player-22')).status).toBeLessThan(300);
  const first = await desk.ticketLike('装备丢失 d3.22-first');
  await desk.ticketWhere(first.id, ({ tags }) => tags.includes('not_entitled'), 'kept and marked');
  const told = await desk.until(
    async () => (await desk.entries(first)).find(({ parts }) => parts[0]!.code === 'access.refused'),
    'the record of it',
  );
  expect(told.parts[0]!.data).toMatchObject({ rule: 'real_name', missing: ['profile'] });
  await desk.api('PATCH', `/contacts/${first.contact.id}`, { fields: { real_name: 'yes' } });
  expect((await write('d3.22-second', 'player-22')).status).toBeLessThan(300);
  const second = await desk.ticketLike('装备丢失 d3.22-second');
  await desk.ticketWhere(second.id, ({ requestType }) => requestType !== null, 'taken up');
  expect((await desk.ticket(second.id)).tags).not.toContain('not_entitled');

  const asking = new Writer(desk, 'd3.22@customer.test', 'service@cr魔法.com');
  const community = await asking.open('社区活动', '我想参加社区内测。');
  await desk.api('PATCH', `/tickets/${community.id}`, { requestType: 'community' });
  const answer = await desk.mailTo(asking.address, ({ mail }) => /加入官方社区并绑定账号/.test(mail.text ?? ''));
  expect(answer.mail.text).toContain('service@cr魔法.com');
  show(
    'who each channel is for is shown beforehand; a message in the game without a proved name was kept and marked, with it it was taken up; who asked for the community’s service was told how to get there and what is open to him',
  );
});
