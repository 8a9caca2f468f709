import { expect } from '@jest/globals';
import { Refused } from '../../desk-views.js';
import { row } from '../../row.js';

interface Measure {
  readonly id: string;
  readonly state: string;
  readonly rights: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly recording: string;
}

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
  const ended = await ask(`measures/${asked.id}/end`, { result: '已重新导入许可', recording: 'nas://recordings/d216.mp4' });
  const minutes = Math.round((Date.parse(ended.endedAt) - Date.parse(ended.startedAt)) / 60_000);
  expect([ended.state, ended.recording, minutes]).toEqual(['ended', 'nas://recordings/d216.mp4', 12]);
  show(
    `remote assistance by 向日葵 began only after the customer's "同意" was recorded with his mail, with the least rights (仅查看); ${minutes} minutes, and it did not end without its recording`,
  );
});
