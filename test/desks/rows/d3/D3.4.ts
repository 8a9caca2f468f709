import { expect } from '@jest/globals';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

export default row('D3.4', (desk, show) =>
  Teams.on(desk, async (teams) => {
    const write = (to: string, name: string) =>
      desk.doors.mail({ from: `d3.4-${name}@customer.test`, to, subject: `D3.4 ${name}`, text: '您好，请处理。' });
    const unicode = await write('service@cr魔法.com', 'unicode');
    const punycode = await write('service@xn--cr-g61el41o.com', 'punycode');
    const technical = await write('support@cr魔法.com', 'technical');
    const sorted = await write('query@cr魔法.com', 'query');
    await teams.inGroup(unicode, 'complaints');
    await teams.inGroup(punycode, 'complaints');
    await teams.inGroup(technical, 'technical');
    await teams.inGroup(sorted, 'first-line');
    await desk.api('PATCH', `/tickets/${sorted.id}`, { category: 'logistics' });
    await teams.inGroup(sorted, 'logistics');
    expect(unicode.inboxId).toBe(punycode.inboxId);
    show(
      'service@ → complaints and suggestions, in either spelling of the domain; support@ → technical; query@ → sorted by what it is about',
    );
  }),
);
