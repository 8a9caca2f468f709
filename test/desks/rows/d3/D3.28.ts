import { expect } from '@jest/globals';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

export default row('D3.28', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const write = (subject: string) =>
      desk.doors.mail({ from: 'd3.28@customer.test', to: 'query@cr魔法.com', subject: `D3.28 ${subject}`, text: '您好。' });
    const first = await write('first');
    const gu = await desk.agents.get('gu@mofa.example');
    await desk.api('PATCH', `/contacts/${first.contact.id}`, { plan: 'adviser', accountManager: gu.id });
    await desk.api('PATCH', `/tickets/${first.id}`, { status: 'closed' });
    const wen = await teams.come('wen@mofa.example');
    await teams.come('yi@mofa.example');
    const away = await write('adviser is not there');
    await teams.givenTo(away, wen);
    expect((await teams.assignments(away))[0]!.reason).toBe('routing.stand_in');
    await teams.come('gu@mofa.example');
    const there = await write('adviser is there');
    await teams.givenTo(there, gu);
    expect((await teams.assignments(there))[0]!.reason).toBe('routing.named');
    show('a customer’s tickets go to the dedicated adviser, and to her stand-in while she is not there');
  }),
);
