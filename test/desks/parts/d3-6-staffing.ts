import { expect } from '@jest/globals';
import type { List } from '../desk-views.js';
import type { RunningDesk } from '../running-desk.js';
import { Teams } from '../teams.js';

interface Day {
  readonly date: string;
  readonly surcharge: { readonly key: string; readonly percent: number } | null;
  readonly shifts: readonly {
    readonly key: string;
    readonly staff: number;
    readonly members: readonly string[];
    readonly temporary: boolean;
  }[];
}
interface Hour {
  readonly group: string;
  readonly required: number;
  readonly planned: number;
  readonly shortfall: number;
}

/** Of D3.6: who works when, and that the best agent is matched by itself. Returns what was shown. */
export function showStaffing(desk: RunningDesk): Promise<string> {
  return Teams.on(desk, async (teams) => {
    const day = async (date: string) => (await desk.api<List<Day>>('GET', `/shifts?from=${date}&days=1`)).items[0]!;
    const staffOf = async (date: string) => (await day(date)).shifts.find(({ key }) => key === 'early')!.staff;
    expect(await staffOf('2026-06-15')).toBe(80);
    expect(await staffOf('2026-06-18')).toBe(120);
    expect(await staffOf('2026-11-11')).toBe(120);
    expect(await staffOf('2026-10-01')).toBe(104);
    expect((await day('2026-06-18')).shifts.find(({ temporary }) => temporary)?.members).toHaveLength(2);
    expect((await day('2026-06-21')).shifts.some(({ temporary }) => temporary)).toBe(false);
    const short = await desk.api<List<Hour>>('GET', '/shifts/forecast?from=2026-06-18&days=1&group=first-line&short=true');
    expect(short.items.length).toBeGreaterThan(0);
    expect(short.items[0]!.shortfall).toBeCloseTo(short.items[0]!.required - short.items[0]!.planned);

    // Who fits best, not who has least to do: the furious one goes to who can calm, though another one of the line is just as free.
    const er = await teams.come('er@mofa.example');
    await teams.come('yi@mofa.example');
    const write = (name: string, text: string) =>
      desk.doors.mail({ from: `d3.6-${name}@customer.test`, to: 'query@cr魔法.com', subject: '您好', text });
    const angry = await write('angry', '气死我了！！');
    expect((await teams.givenTo(angry, er)).mood).toBe('angry');
    const [turn] = await teams.assignments(angry);
    expect([turn!.agentId, turn!.others['skill']]).toEqual([er.id, 1]);
    await desk.api('PATCH', `/tickets/${angry.id}`, { status: 'solved' });
    return 'early shift 80 people, 104 on a holiday (+30 %), 120 on 618 and 11.11 (+50 %) with temporary desks on their days only; the forecast names hours that are short; an angry customer went by itself to the agent who can calm, though another one was as free, with the reason kept';
  });
}
