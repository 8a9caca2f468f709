import { row } from '../../row.js';
import { Teams } from '../../teams.js';

const TYPES = {
  fault: 'technical',
  guidance: 'technical',
  inquiry: 'service',
  complaint: 'service',
  suggestion: 'service',
  demand: 'product',
};

export default row('D1.1', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const gao = await teams.come('gao@b2b.example');
    for (const [requestType, group] of Object.entries(TYPES)) {
      const ticket = await desk.doors.mail({
        from: `d1.1-${requestType}@customer.test`,
        to: 'service@b2b.example',
        subject: `D1.1 ${requestType}`,
        text: '请帮忙看一下。',
      });
      await desk.api('PATCH', `/tickets/${ticket.id}`, { requestType });
      const routed = await teams.inGroup(ticket, group);
      if (group === 'technical') await teams.givenTo(routed, gao);
    }
    show(
      'fault and guidance → technical support (a fault given to its agent at once), inquiry, complaint and suggestion → customer service, demand → product',
    );
  }),
);
