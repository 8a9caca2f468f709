export interface Period {
  /** Days, `yyyy-mm-dd`; the last one counts. */
  readonly from: string;
  readonly to: string;
}

export const PRESETS = [
  'today',
  'yesterday',
  'thisWeek',
  'lastSeven',
  'thisMonth',
  'lastThirty',
  'lastMonth',
  'thisQuarter',
  'thisYear',
] as const;
export type Preset = (typeof PRESETS)[number];

/** What a preset means on a day. Weeks begin on Monday; spans that run end today. */
export function toPeriod(preset: Preset, today: string): Period {
  const [year, month] = [today.slice(0, 4), Number(today.slice(5, 7))];
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'lastSeven':
      return { from: addDays(today, -6), to: today };
    case 'lastThirty':
      return { from: addDays(today, -29), to: today };
    case 'thisWeek':
      return { from: addDays(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7)), to: today };
    case 'thisMonth':
      return { from: firstOfMonth, to: today };
    case 'lastMonth': {
      const to = addDays(firstOfMonth, -1);
      return { from: `${to.slice(0, 7)}-01`, to };
    }
    case 'thisQuarter':
      return { from: `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`, to: today };
    case 'thisYear':
      return { from: `${year}-01-01`, to: today };
  }
}

/** Which preset a period is, if any: so that the choice shows what is shown. */
export function findPreset({ from, to }: Period, today: string): Preset | null {
  return (
    PRESETS.find((preset) => {
      const period = toPeriod(preset, today);
      return period.from === from && period.to === to;
    }) ?? null
  );
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The day it is in a zone: a desk counts by its own days, wherever its reader sits. */
export function dayAt(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
}
