import { expect } from '@jest/globals';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';
import { sayInWecom } from '../../wecom-app.js';

export default row('D3.7', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const wu = await teams.come('wu@mofa.example');
    const ticket = await desk.ticketOf(await sayInWecom(desk, 'd3.7-player', '快递三天没有更新'));
    expect(ticket.channels).toEqual(['wechat']);
    await desk.api('PATCH', `/tickets/${ticket.id}`, { category: 'logistics' });
    await teams.inGroup(ticket, 'logistics');
    await teams.givenTo(ticket, wu);
    show('a ticket from 企业微信 about logistics went to the logistics department, and to its agent who was there');
  }),
);
