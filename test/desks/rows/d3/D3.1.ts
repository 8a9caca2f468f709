import { expect } from '@jest/globals';
import type { Ticket } from '../../desk-views.js';
import { fillForm, ringHotline, sendFromApp, writeToOfficial } from '../../entry-doors.js';
import { row } from '../../row.js';

export default row('D3.1', async (desk, show) => {
  const call = await ringHotline(desk, '+8613800000301');
  const { ticket: chat } = await desk.doors.chatWith('D3.1 在线客服：充值没到账');
  const app = await sendFromApp(desk, 'app', { subject: 'D3.1 游戏内', text: '充值没到账', sender: { user: 'd3.1-player', name: '玩家' } });
  const official = await writeToOfficial(desk, 'official', 'oD31Follower', 'D3.1 公众号：充值没到账');
  const fields = { email: 'd3.1@customer.test', summary: 'D3.1 官网表单', symptom: '充值没到账' };
  const website = await fillForm(desk, 'website', fields, 'D3.1 官网');
  const branch = await sendFromApp(desk, 'branch', {
    subject: 'D3.1 营业厅',
    text: '客户到店办理实名',
    sender: { phone: '+8613800000302', name: '王女士' },
  });
  const mail = await desk.doors.mail({ from: 'd3.1-mail@customer.test', to: 'query@cr魔法.com', subject: 'D3.1 邮件', text: '充值没到账' });
  const origins: [Ticket, string][] = [
    ...([
      [call, 'hotline'],
      [chat, 'chat'],
      [app, 'app'],
      [official, 'official'],
      [website, 'website'],
    ] as [Ticket, string][]),
    ...([
      [branch, 'branch'],
      [mail, 'query'],
    ] as [Ticket, string][]),
  ];
  for (const [ticket, inbox] of origins) expect(ticket.inboxId).toBe(inbox);
  expect(branch.number).toContain('-BRN-');
  expect(new Set(origins.map(([ticket]) => ticket.id)).size).toBe(7);
  show('phone, chat, app, WeChat Official Account, web site, branch office and mail: seven entries, seven tickets, each with its origin');
});
