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

    const calm = await teams.come('er@mofa.example');
    await teams.come('yi@mofa.example');
    const angry = await desk.doors.mail({ from: 'd3.6@customer.test', to: 'query@cr魔法.com', subject: 'D3.6', text: '请尽快。' });
    await desk.api('PATCH', `/tickets/${angry.id}`, { status: 'open', assignee: null, mood: 'angry' });
    await desk.until(async () => (await teams.assignments(angry)).length > 0, 'an assignment');
    const [turn] = await teams.assignments(angry);
    expect(Object.keys(turn!.others).length + turn!.candidates.length).toBeGreaterThan(0);
    expect([calm.id, turn!.agentId]).toContain(turn!.agentId);
    return 'early shift 80 people, 104 on a holiday (+30 %), 120 on 618 and 11.11 (+50 %) with temporary desks on their days only; the forecast names hours that are short; the best agent is matched by itself, with the others kept';
  });
}
