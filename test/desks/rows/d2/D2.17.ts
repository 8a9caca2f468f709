import { expect } from '@jest/globals';
import { row } from '../../row.js';

export default row('D2.17', async (desk, show) => {
  const agent = await desk.agents.get('d2.17-li');
  const ticket = await desk.doors.mail({
    from: 'gao@d217.test',
    to: 'support@levels.example',
    subject: 'D2.17 升级固件',
    text: '能否现在升级网关固件？',
  });
  const ask = <T = { id: string; state: string; risk: string; decidedBy: string }>(path: string, body?: object) =>
    desk.api<T>('POST', `/${path}`, body, agent);
  const wish = { kind: 'exceptional', what: '在业务时间升级固件' };
  await expect(ask(`tickets/${ticket.id}/measures`, wish)).rejects.toMatchObject({ code: 'risk_missing' });
  const asked = await ask(`tickets/${ticket.id}/measures`, { ...wish, risk: '约 5 分钟中断，失败需返厂' });
  const mail = await desk.mailTo('gao@d217.test', ({ mail }) => (mail.text ?? '').includes('风险'));
  expect(mail.mail.text).toContain('约 5 分钟中断，失败需返厂');
  await expect(ask(`measures/${asked.id}/start`)).rejects.toMatchObject({ code: 'consent_missing' });
  await ask(`measures/${asked.id}/consent`, { consented: true, by: '高女士', how: '电话' });
  const begun = await ask(`measures/${asked.id}/start`);
  expect(begun).toMatchObject({ state: 'running', decidedBy: '高女士' });
  const thread = (await desk.entries(ticket)).map(({ plainText }) => plainText);
  expect(thread.some((text) => text.includes('高女士 consented (电话)'))).toBe(true);
  show(
    'an exceptional measure was not asked for without its risk, told to the customer by mail, refused before consent, and begun after 高女士 agreed on the phone; all of it stands in the thread',
  );
});
