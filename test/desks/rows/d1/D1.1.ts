import { fillForm } from '../../entry-doors.js';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

const TYPES = [
  { requestType: 'fault', group: 'technical', words: '系统报错，打不开了' },
  { requestType: 'guidance', group: 'technical', words: '请问怎么设置报表权限' },
  { requestType: 'inquiry', group: 'service', words: '想咨询一下合同和报价' },
  { requestType: 'complaint', group: 'service', words: '我要投诉，服务态度很差' },
  { requestType: 'suggestion', group: 'service', words: '提个建议：首页可以更简洁' },
  { requestType: 'demand', group: 'product', words: '我们想定制一个审批模块' },
];

export default row('D1.1', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const gao = await teams.come('gao@b2b.example');
    for (const { requestType, group, words } of TYPES) {
      const is = async (ticket: { readonly id: string }) => {
        await desk.ticketWhere(ticket.id, (found) => found.requestType === requestType, `“${words}” a ${requestType}`);
        const routed = await teams.inGroup(ticket, group);
        if (group === 'technical') await teams.givenTo(routed, gao);
      };
      const from = `d1.1-${requestType}@customer.test`;
      await is(await desk.doors.mail({ from, to: 'service@b2b.example', subject: 'D1.1', text: words }));
      const fields = { request_type: requestType, customer: '天海', contact_person: '王强', email: from };
      const subject = `D1.1 平台 ${requestType}`;
      await is(await fillForm(desk, 'platform', { ...fields, summary: subject, description: '请帮忙看一下。' }, subject));
    }
    show(
      'by the words of a mail and as chosen in the form: fault and guidance → technical support (given to its agent at once), inquiry, complaint and suggestion → customer service, demand → product',
    );
  }),
);
