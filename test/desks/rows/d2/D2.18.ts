import { expect } from '@jest/globals';
import type { List } from '../../desk-views.js';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

interface Expert {
  readonly agentId: string;
  readonly fields: readonly string[];
  readonly presence: string;
}

export default row('D2.18', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const bo = await teams.come('bo@levels.example');
    const shi = await teams.come('shi@levels.example');
    const ticket = await desk.doors.mail({
      from: 'd2.18@customer.test',
      to: 'support@levels.example',
      subject: 'D2.18 慢查询',
      text: '查询很慢。',
    });
    await teams.givenTo(ticket, bo);
    const experts = await desk.api<List<Expert>>('GET', `/experts?field=${encodeURIComponent('数据库')}`, undefined, bo);
    expect(experts.items).toMatchObject([{ agentId: shi.id, presence: 'online' }]);
    const wish = { field: '数据库', question: '索引该怎么建？' };
    const { id } = await desk.api<{ id: string }>('POST', `/tickets/${ticket.id}/consultations`, wish, bo);
    await teams.told(shi, 'consulted', ticket);
    const waiting = await desk.api<List<{ id: string }>>('GET', '/consultations', undefined, shi);
    expect(waiting.items.map((one) => one.id)).toContain(id);
    await desk.api('POST', `/consultations/${id}/answer`, { answer: '按客户号和日期建组合索引。' }, shi);
    await teams.told(bo, 'consultation_answered', ticket);
    expect((await desk.ticket(ticket.id)).assignee).toBe(bo.id);
    show('the directory finds the expert of a field; asked inside the ticket, he answered there, and the first line kept it');
  }),
);
