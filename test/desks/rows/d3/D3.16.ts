import { expect } from '@jest/globals';
import { hoursOf, inShanghai } from '../../desk-clocks.js';
import { row } from '../../row.js';

export default row(
  'D3.16',
  async (desk, show) => {
    const look = async (when: string) => {
      await desk.clock.moveTo(when);
      const [chat, phone] = [await hoursOf(desk, 'chat'), await hoursOf(desk, 'phone')];
      return [chat.open, phone.by];
    };
    expect(await look('2026-09-25 08:30')).toEqual([false, 'people']); // Mid-Autumn: 9 to 21
    expect(await look('2026-09-25 20:30')).toEqual([true, 'people']);
    expect(await look('2026-09-25 21:30')).toEqual([false, 'people']);
    expect(await look('2026-09-25 23:30')).toEqual([false, 'menu']);
    expect(await look('2026-09-28 06:59')).toEqual([false, 'menu']);
    expect(await look('2026-09-28 07:31')).toEqual([true, 'people']);
    expect(await look('2026-09-28 12:30')).toEqual([true, 'people']); // straight through noon
    expect(inShanghai((await hoursOf(desk, 'chat')).closesAt)).toBe('2026-09-28 22:00');
    expect(await look('2026-10-01 08:30')).toEqual([false, 'people']);
    expect(await look('2026-10-01 21:30')).toEqual([true, 'people']); // National Day: until 22
    expect(await look('2026-10-01 22:30')).toEqual([false, 'people']);
    show(
      'working days 7:30–22:00 through noon, Mid-Autumn 9–21, National Day until 22; the hotline has people from 7 to 23 and the voice menu by night, all year',
    );
  },
  { on: '2026-09-25' },
);
