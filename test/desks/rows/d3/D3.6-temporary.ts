import { expect } from '@jest/globals';
import { row } from '../../row.js';
import { Teams } from '../../teams.js';

const TEMPORARY = 'lin-shi-1@mofa.example';

export default row(
  'D3.6',
  async (desk, show) => {
    const write = (name: string) =>
      desk.doors.mail({ from: `d3.6-${name}@customer.test`, to: 'query@cr魔法.com', subject: '您好', text: '你好，在吗' });
    // A day of the sale: he has the first line's tickets.
    await desk.clock.moveTo('2026-06-18 10:00');
    await Teams.on(desk, async (teams) => {
      const temporary = await teams.come(TEMPORARY);
      const ticket = await write('sale');
      await teams.inGroup(ticket, 'first-line');
      await teams.givenTo(ticket, temporary);
    });
    // Afterwards he has none, though he is there.
    await desk.clock.moveTo('2026-06-21 10:00');
    await Teams.on(desk, async (teams) => {
      await teams.come(TEMPORARY);
      const ticket = await write('after');
      await teams.inGroup(ticket, 'first-line');
      const yi = await teams.come('yi@mofa.example');
      const given = await teams.givenTo(ticket, yi);
      expect((await teams.assignments(given))[0]!.others).toMatchObject({ not_in_group: expect.any(Number) });
    });
    show('the temporary agent of 618 was given a first-line ticket on 18 June, and none on the 21st, when his desk was over');
  },
  { on: '2026-06-18' },
);
