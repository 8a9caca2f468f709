import { z } from 'zod';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { Lapse } from './lapses.js';
import { LocalisedText } from './texts.js';

/** How somebody logs in; who has no login yet is in his teams from the moment that he gets one. */
export const AgentLogin = z.email().transform((email) => email.toLowerCase());

/** A team that tickets wait in. */
export const GroupSection = z.strictObject({
  name: LocalisedText,
  description: LocalisedText.optional().describe('what it is for, for whoever chooses a group'),
  members: z.array(AgentLogin).default([]).describe('agents by their login; more are added over the API'),
  supervisors: z.array(AgentLogin).default([]).describe('lead it: told what goes wrong, members too'),
  level: z.int().min(1).max(9).default(1).describe('support level: 1 answers first, an escalation goes one up'),
  calendar: Key.optional().describe('its working hours; without one it works whenever somebody of it is there'),
  deputies: z
    .strictObject({ a: AgentLogin, b: AgentLogin.optional() })
    .optional()
    .describe('a stands in when nobody of the group is there, b when a is not either; what the whole group is asked goes to a, else b'),
  overflow: z
    .array(z.strictObject({ after: Lapse, to: Key }))
    .max(5)
    .default([])
    .describe('groups that may take what waited so long; at once while this one is closed'),
});
export type GroupSection = z.infer<typeof GroupSection>;

export const GroupsSection = z.record(Key, GroupSection).default({}).describe('teams by key');

/** What an agent can do, as the desk names it. */
export const SkillsSection = z
  .record(Key, z.strictObject({ name: LocalisedText }))
  .default({})
  .describe('skills by key');

/** Somebody who is asked in without taking over. */
export const ExpertsSection = z
  .array(
    z.strictObject({
      agent: AgentLogin,
      fields: z.array(z.string().min(1).max(100)).min(1).max(30).describe('what he knows about, in the words of the desk'),
      note: LocalisedText.optional(),
    }),
  )
  .default([])
  .describe('directory of experts by field');

/** Where the tickets, and of roles the agents, of what the desk has no more go: old key to new key. */
export const SuccessorsSection = z
  .strictObject({
    groups: z.record(Key, Key).default({}),
    categories: z.record(Key, Key).default({}),
    roles: z.record(Key, Key).default({}).describe('whose agents have that role then'),
  })
  .prefault({})
  .describe('where tickets of groups and categories go that are there no more, and agents of roles');

interface Groups {
  readonly groups: Readonly<Record<string, GroupSection>>;
  readonly calendars: Readonly<Record<string, unknown>>;
  readonly successors: z.infer<typeof SuccessorsSection>;
}

export function findGroupFaults({ groups, calendars, successors }: Groups): DeskFault[] {
  const overflows = Object.entries(groups).flatMap(([key, group]) =>
    group.overflow.map(({ to }, index) => ({ path: ['groups', key, 'overflow', index, 'to'], key: to })),
  );
  const own = Object.entries(groups).flatMap(([key, group]) =>
    group.overflow.flatMap(({ to }, index) =>
      to === key
        ? [{ path: ['groups', key, 'overflow', index, 'to'], problem: `${key} overflows into itself`, allowed: 'another group' }]
        : [],
    ),
  );
  const hours = Object.entries(groups).flatMap(([key, { calendar }]) =>
    calendar === undefined ? [] : [{ path: ['groups', key, 'calendar'], key: calendar }],
  );
  const heirs = Object.entries(successors.groups).map(([key, to]) => ({ path: ['successors', 'groups', key], key: to }));
  const alive = Object.keys(successors.groups)
    .filter((key) => Object.hasOwn(groups, key))
    .map((key) => ({ path: ['successors', 'groups', key], problem: `${key} is a group of this desk`, allowed: 'a group that is no more' }));
  return [
    ...findUnknownKeys([...overflows, ...heirs], Object.keys(groups), 'group'),
    ...own,
    ...alive,
    ...findUnknownKeys(hours, Object.keys(calendars), 'calendar'),
  ];
}
