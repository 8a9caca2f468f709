import { z } from 'zod';
import type { DutySection } from './duty.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { Span } from './spans.js';
import { LocalisedText } from './texts.js';

const Owner = z.strictObject({
  group: Key.optional(),
  agent: z.email().optional(),
  person: Key.optional().describe('of duty.people'),
  role: z.enum(['agent', 'supervisor', 'admin']).optional(),
});

const Step = z.strictObject({
  key: Key,
  text: LocalisedText,
  owner: Owner.prefault({ role: 'supervisor' }).describe('one of them'),
  dueIn: Span.describe('from the start of the plan'),
});

/** What is done in an emergency of a kind, by whom and until when. */
export const Plan = z.strictObject({
  name: LocalisedText,
  contactWithin: Span.optional().describe('a person has spoken to the customer by then, and the extent is known'),
  reportEvery: Span.optional().describe('from the start until it is solved'),
  reportTo: z.array(Key).max(20).default([]).describe('of duty.people: management, and whoever is concerned'),
  steps: z.array(Step).max(50).default([]),
  escalateTo: Key.optional().describe('a rota that is called when something is missed'),
});
export type Plan = z.infer<typeof Plan>;

export const PlansSection = z.record(Key, Plan).default({});

interface PlannedDesk {
  readonly plans: Readonly<Record<string, Plan>>;
  readonly duty: DutySection;
  readonly groups: Readonly<Record<string, unknown>>;
}

export function findPlanFaults({ plans, duty, groups }: PlannedDesk): DeskFault[] {
  const people: { path: (string | number)[]; key: string }[] = [];
  const teams: { path: (string | number)[]; key: string }[] = [];
  const rotas: { path: (string | number)[]; key: string }[] = [];
  const faults: DeskFault[] = [];
  for (const [key, { steps, reportTo, reportEvery, escalateTo }] of Object.entries(plans)) {
    const path = ['plans', key];
    reportTo.forEach((person, index) => people.push({ path: [...path, 'reportTo', index], key: person }));
    if (escalateTo !== undefined) rotas.push({ path: [...path, 'escalateTo'], key: escalateTo });
    if (reportEvery !== undefined && reportTo.length === 0)
      faults.push({ path: [...path, 'reportTo'], problem: 'reports, and nobody who reads them', allowed: 'people of duty.people' });
    const seen = new Set<string>();
    for (const [index, { key: step, owner }] of steps.entries()) {
      const at = [...path, 'steps', index];
      if (seen.has(step)) faults.push({ path: [...at, 'key'], problem: `two steps are called "${step}"`, allowed: 'a key of its own' });
      seen.add(step);
      if (Object.keys(owner).length !== 1)
        faults.push({ path: [...at, 'owner'], problem: 'has not one owner', allowed: 'one of group, agent, person, role' });
      if (owner.person !== undefined) people.push({ path: [...at, 'owner', 'person'], key: owner.person });
      if (owner.group !== undefined) teams.push({ path: [...at, 'owner', 'group'], key: owner.group });
    }
  }
  return [
    ...faults,
    ...findUnknownKeys(people, Object.keys(duty.people), 'person on duty'),
    ...findUnknownKeys(teams, Object.keys(groups), 'group'),
    ...findUnknownKeys(rotas, Object.keys(duty.rotas), 'rota'),
  ];
}
