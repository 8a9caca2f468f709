import { expect } from '@jest/globals';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

const FORM = {
  problem: '专线切换后 VPN 无法建立',
  impact: '三个分支机构无法办公',
  tried: [
    { what: '重启 VPN 服务', result: '无效' },
    { what: '更换预共享密钥', result: '无效' },
  ],
  why: '需要防火墙认证工程师',
};

interface History {
  readonly entries: number;
  readonly escalations: readonly {
    readonly ticketNumber: string;
    readonly reason: string;
    readonly form: typeof FORM;
    readonly toLevel: number;
  }[];
  readonly assignments: readonly { readonly agentName: string }[];
}

export default row('D2.6', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const an = await teams.come('an@levels.example');
    const ning = await teams.come('ning@levels.example');
    const dev = await teams.come('dev@levels.example');
    const ticket = await desk.doors.mail({
      from: 'd2.6@customer.test',
      to: 'support@levels.example',
      subject: 'D2.6 VPN',
      text: 'VPN 断了。',
    });
    await teams.givenTo(ticket, an);
    const bored = await desk.ask<{ code: string; hint: string }>(
      'POST',
      `/tickets/${ticket.id}/escalations`,
      { ...FORM, reason: 'bored' },
      an,
    );
    expect([bored.status, bored.body.code]).toEqual([422, 'escalation_reason_unknown']);
    expect(bored.body.hint).toContain('certification');
    const wish = { ...FORM, reason: 'certification', suggestedTeam: 'network' };
    const refused = async (form: object) => {
      const answer = await desk.ask<{ code: string; errors?: { path: string }[] }>('POST', `/tickets/${ticket.id}/escalations`, form, an);
      return [answer.body.code, ...(answer.body.errors ?? []).map(({ path }) => path)];
    };
    expect([
      await refused({ ...wish, impact: undefined }),
      await refused({ ...wish, why: ' ' }),
      await refused({ ...wish, tried: [] }),
    ]).toEqual([['invalid_request', 'impact'], ['invalid_request', 'why'], ['tried_missing']]);
    expect((await desk.ticket(ticket.id)).level).not.toBe(2);
    await desk.api('POST', `/tickets/${ticket.id}/escalations`, wish, an);
    expect((await teams.givenTo(ticket, ning)).level).toBe(2);
    await teams.told(ning, 'escalated', ticket);
    const sheet = (await desk.entries(ticket)).find(({ parts }) => parts[0]?.code === 'ticket.escalated')!.newText;
    for (const words of [ticket.number, FORM.problem, FORM.impact, '重启 VPN 服务 → 无效', FORM.why, '网络专家'])
      expect(sheet).toContain(words);
    await desk.api('POST', `/tickets/${ticket.id}/escalations`, { ...FORM, reason: 'development' }, ning);
    await teams.givenTo(ticket, dev);
    const history = await desk.api<History>('GET', `/tickets/${ticket.id}/hand-over`, undefined, dev);
    expect(history.escalations.map(({ toLevel }) => toLevel)).toEqual([2, 3]);
    expect(history.escalations[0]).toMatchObject({ ticketNumber: ticket.number, form: FORM });
    expect(history.assignments.map(({ agentName }) => agentName)).toEqual(['an', 'ning', 'dev']);
    expect(history.entries).toBe((await desk.entries(ticket)).at(-1)!.seq);
    // Several products at once are a reason of their own, and any expert's.
    const mixed = { from: 'd2.6-b@customer.test', to: 'support@levels.example', subject: 'D2.6 网关与服务器', text: '两边都有问题。' };
    const second = await desk.doors.mail(mixed);
    await teams.givenTo(second, an);
    await desk.api('POST', `/tickets/${second.id}/escalations`, { ...FORM, reason: 'several-products', suggestedTeam: 'systems' }, an);
    await teams.inGroup(second, 'systems');
    const [made] = (await desk.api<{ items: History['escalations'] }>('GET', `/tickets/${second.id}/escalations`)).items;
    expect(made).toMatchObject({ reason: 'several-products', toLevel: 2 });
    show(
      'first line → network experts → development, each for a reason the desk names, with the form in the thread, which is refused without impact, reason or what was tried; the third has the whole history',
    );
  }),
);
