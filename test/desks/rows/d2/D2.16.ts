import { expect } from '@jest/globals';
import type { List } from '../../desk-views.js';
import { Refused } from '../../desk-views.js';
import { row } from '../../row.js';

interface Measure {
  readonly id: string;
  readonly state: string;
  readonly rights: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly recording: string;
  readonly recordingEntry: string | null;
}

const FILM = 'screen   recording of twelve minutes';

export default row('D2.16', async (desk, show) => {
  const agent = await desk.agents.get('d2.16-li');
  const ticket = await desk.doors.mail({
    from: 'wei@d216.test',
    to: 'support@levels.example',
    subject: 'D2.16 许可无效',
    text: '服务器提示许可无效，不会操作。',
  });
  const ask = <T = Measure>(path: string, body?: object) => desk.api<T>('POST', `/${path}`, body, agent);
  const asked = await ask(`tickets/${ticket.id}/measures`, { kind: 'remote', what: '查看许可配置', tool: '向日葵' });
  expect(asked).toMatchObject({ state: 'asked', rights: '仅查看' });
  const mail = await desk.mailTo('wei@d216.test', ({ mail }) => (mail.text ?? '').includes('远程协助'));
  expect(mail.mail.text).toContain('向日葵');
  await expect(ask(`measures/${asked.id}/start`)).rejects.toBeInstanceOf(Refused);
  const reply = ['Subject: Re: D2.16', `In-Reply-To: ${mail.header('message-id')!}`];
  await desk.doors.mail({
    from: 'wei@d216.test',
    to: 'support@levels.example',
    subject: `Re: ${ticket.number} D2.16`,
    text: '同意',
    headers: reply.slice(1),
  });
  const consent = await desk.until(
    async () => (await desk.entries(ticket)).find(({ direction, plainText }) => direction === 'inbound' && plainText.includes('同意')),
    'his consent',
  );
  await ask(`measures/${asked.id}/consent`, { consented: true, by: '魏先生', how: '邮件', entryId: consent.id });
  await ask(`measures/${asked.id}/start`);
  await desk.clock.advance(12 * 60_000);
  await expect(ask(`measures/${asked.id}/end`, { result: '已重新导入许可' })).rejects.toMatchObject({ code: 'recording_missing' });
  const upload = await fetch(`${desk.product.apiUrl}/api/v1/uploads?sealed=true`, {
    method: 'POST',
    headers: { ...agent.headers, 'content-type': 'application/octet-stream' },
    body: FILM,
  });
  const { ref: blobRef } = (await upload.json()) as { ref: string };
  const file = { blobRef, fileName: 'd216.mp4', contentType: 'video/mp4' };
  const ended = await ask(`measures/${asked.id}/end`, { result: '已重新导入许可', file });
  const minutes = Math.round((Date.parse(ended.endedAt) - Date.parse(ended.startedAt)) / 60_000);
  expect([ended.state, ended.recording, minutes]).toEqual(['ended', 'd216.mp4', 12]);
  // It is fetched again as the recording of a call is: whole or in part, and who saw it is written down.
  const path = `/entries/${ended.recordingEntry}/recordings/0`;
  const seen = await fetch(`${desk.product.apiUrl}/api/v1${path}`, { headers: { ...agent.headers, range: 'bytes=9-17' } });
  expect([seen.status, seen.headers.get('content-type'), await seen.text()]).toEqual([206, 'video/mp4', 'recording']);
  const { items } = await desk.api<List<{ actor: { id: string } }>>('GET', `${path}/accesses`);
  expect(items.map(({ actor }) => actor.id)).toEqual([agent.id]);

  // Elsewhere it may lie as well, under a link.
  const again = await ask(`tickets/${ticket.id}/measures`, { kind: 'remote', what: '复查', tool: 'ToDesk', tell: false });
  await ask(`measures/${again.id}/consent`, { consented: true, by: '魏先生', how: '电话' });
  await ask(`measures/${again.id}/start`);
  const linked = await ask(`measures/${again.id}/end`, { recording: 'nas://recordings/d216.mp4' });
  expect([linked.recording, linked.recordingEntry]).toEqual(['nas://recordings/d216.mp4', null]);
  show(
    `remote assistance by 向日葵 began only after the customer's "同意" was recorded with his mail, with the least rights (仅查看); ${minutes} minutes, and it did not end without its recording, which is kept here encrypted, was seen again, and by whom is known`,
  );
});
