import { expect } from '@jest/globals';
import { answer, archive, figuresWhere } from '../../desk-feedback.js';
import { callIn } from '../../desk-clocks.js';
import { fillForm, sendFromApp, writeToOfficial } from '../../entry-doors.js';
import { row } from '../../row.js';

const DAY = '2027-01-04';
const CHANNELS = ['Phone', 'Chat', 'App', 'Official Account', 'Website', 'Branch office', 'Email'];

export default row(
  'D3.12',
  async (desk, show) => {
    await desk.clock.moveTo(`${DAY} 10:00`);
    const agent = await desk.agents.get('d3.12-zhen');
    await callIn(desk, { id: 'd3.12-quick', caller: '+8613800031201', queued: 2, answered: 8, ended: 60 });
    const { visitor, ticket: chat } = await desk.doors.chatWith('D3.12 活动什么时候开始');
    const app = await sendFromApp(desk, 'app', {
      subject: 'D3.12 游戏内',
      text: '皮肤问题',
      sender: { user: 'd3.12-player', name: '玩家' },
    });
    const official = await writeToOfficial(desk, 'official', 'oD312Follower', 'D3.12 公众号');
    const fields = { email: 'd3.12@customer.test', summary: 'D3.12 官网', symptom: '请问一下' };
    const website = await fillForm(desk, 'website', fields, 'D3.12 官网');
    const sender = { phone: '+8613800031202', name: '王女士' };
    const branch = await sendFromApp(desk, 'branch', { subject: 'D3.12 营业厅', text: '到店办理', sender });
    const mail = await desk.doors.mail({
      from: 'd3.12-mail@customer.test',
      to: 'query@cr魔法.com',
      subject: 'D3.12 邮件',
      text: '请问一下',
    });
    // The chat is answered in its five minutes, the 公众号 is not.
    await desk.clock.advance(2 * 60_000);
    for (const ticket of [chat, mail]) await answer(desk, ticket, '已为您查看。', agent);
    const byMail = { text: '已为您查看。', inboxId: 'service', to: [{ scheme: 'email', value: fields.email }] };
    await desk.api('POST', `/tickets/${website.id}/replies`, byMail, agent);
    // The game has no way back by itself: the player is rung.
    const rung = { way: '电话', reached: true, content: '已电话告知处理结果', result: '客户知晓' };
    await desk.api('POST', `/tickets/${app.id}/contact-records`, rung, agent);
    await desk.clock.advance(10 * 60_000);
    await answer(desk, official, '已为您查看。', agent);
    await archive(desk, branch, agent, { status: 'solved' });
    const wanted = ['Phone', 'Chat', 'Official Account', 'Email'];
    const isMeasured = (rows: readonly Record<string, unknown>[]) =>
      wanted.every((name) => rows.some(({ channel, measured }) => channel === name && Number(measured) > 0));
    const path = `channel-promises?from=${DAY}&to=${DAY}&language=en`;
    const rows = await figuresWhere(desk, path, isMeasured);
    expect(rows.map(({ channel }) => channel)).toEqual(CHANNELS);
    const kept = wanted.map((name) => rows.find(({ channel }) => channel === name)!['kept']);
    expect(kept).toEqual(['yes', 'yes', 'no', 'yes']);
    await visitor.close();
    await desk.clock.moveTo('2027-02-01 08:00');
    const shown = await desk.until(async () => {
      const { items } = (await (await fetch(`${desk.product.apiUrl}/api/v1/public/figures`)).json()) as {
        items: { key: string; period: { from: string }; rows: unknown[] }[];
      };
      return items.find(({ key, period }) => key === 'channel-promises' && period.from === '2027-01-01');
    }, 'the promises of January, shown to everybody');
    expect(shown.rows).toHaveLength(CHANNELS.length);
    show(
      'the promises of seven channels stand beside what was measured, the one that answered after 12 min is said not to keep it, and everybody sees the month',
    );
  },
  { on: '2027-01-04' },
);
