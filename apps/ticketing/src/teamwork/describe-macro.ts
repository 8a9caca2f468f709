import type { Macro } from '../desk/schema/templates.js';

export const MACRO_ACTS = ['sends', 'notes', 'changes', 'sets', 'tags', 'untags', 'begins', 'assigns', 'sleeps'] as const;

/** One thing that a macro does, for whoever says it in his own words. */
export interface MacroAct {
  readonly act: (typeof MACRO_ACTS)[number];
  /** Key of the template, field or checklist; the tag. */
  readonly of?: string;
  /** What a field becomes; hours. */
  readonly value?: string | number | boolean | null;
}

export function listActs({ reply, note, changes, checklist, snoozeHours, assignToMe }: Macro): MacroAct[] {
  const { addTags, removeTags, fields, ...rest } = changes;
  return [
    ...(reply === undefined ? [] : [{ act: 'sends', of: reply } as const]),
    ...(note === undefined ? [] : [{ act: 'notes' } as const]),
    ...Object.entries(rest).flatMap(([of, value]) => (value === undefined ? [] : [{ act: 'changes', of, value } as const])),
    ...Object.entries(fields).map(([of, value]) => ({ act: 'sets', of, value }) as const),
    ...addTags.map((of) => ({ act: 'tags', of }) as const),
    ...removeTags.map((of) => ({ act: 'untags', of }) as const),
    ...(checklist === undefined ? [] : [{ act: 'begins', of: checklist } as const]),
    ...(assignToMe ? [{ act: 'assigns' } as const] : []),
    ...(snoozeHours === undefined ? [] : [{ act: 'sleeps', value: snoozeHours } as const]),
  ];
}

const WORDS: Readonly<Record<MacroAct['act'], (of: string, value: string) => string>> = {
  sends: (of) => `sends ${of}`,
  notes: () => 'notes',
  changes: (of, value) => `${of}: ${value}`,
  sets: (of) => `sets ${of}`,
  tags: (of) => `+${of}`,
  untags: (of) => `-${of}`,
  begins: (of) => `begins ${of}`,
  assigns: () => 'assigns it to you',
  sleeps: (_, value) => `sleeps ${value} h`,
};

export function sayAct({ act, of = '', value }: MacroAct): string {
  return WORDS[act](of, String(value ?? '–'));
}
