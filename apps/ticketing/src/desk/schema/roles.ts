import { z } from 'zod';
import { SCOPES } from '../../agents/scopes.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

/** What people of one role may do, and which tickets they see. */
export const RoleSection = z.strictObject({
  name: LocalisedText.optional(),
  may: z.array(z.enum(SCOPES)).default(['tickets:read', 'tickets:write']).describe('rights; routes name the one they ask for'),
  sees: z
    .enum(['all', 'groups', 'own'])
    .default('all')
    .describe('tickets of all groups; of his own groups, of none and his own; or only those that are his or were opened to him'),
  secondFactor: z
    .boolean()
    .default(false)
    .describe('logins by password need a second factor (TOTP); of admin the setting login.secondFactorRoles says it'),
});
export type RoleSection = z.infer<typeof RoleSection>;

export const RolesSection = z
  .record(Key, RoleSection)
  .default({})
  .describe('roles by key; agent, supervisor and admin are there anyway, and all but admin may be said anew');

/** Boxes that only a few may look into. */
export const SealedBoxSection = z.strictObject({
  inbox: z.string().min(1).max(64).describe('id of the inbox'),
  group: Key.describe('whose members see what comes there; others need the right tickets:sealed'),
  duty: z.boolean().default(true).describe('members are told of each new ticket at once, at any hour'),
});

export const SealedSection = z.array(SealedBoxSection).default([]).describe('inboxes with closed visibility');

interface Sections {
  readonly roles: z.infer<typeof RolesSection>;
  readonly sealed: z.infer<typeof SealedSection>;
  readonly groups: Readonly<Record<string, unknown>>;
  readonly successors: { readonly roles: Readonly<Record<string, string>> };
}

/** Roles that every desk has. */
export const ROLES = ['agent', 'supervisor', 'admin'] as const;

export function findRolesFaults({ roles, sealed, groups, successors }: Sections): DeskFault[] {
  const faults: DeskFault[] = [];
  if ('admin' in roles)
    faults.push({ path: ['roles', 'admin'], problem: 'admin has every right, so that nobody locks himself out', allowed: 'another key' });
  for (const [key, { may }] of Object.entries(roles))
    if (may.includes('admin'))
      faults.push({ path: ['roles', key, 'may'], problem: 'the right admin belongs to the role admin', allowed: 'any other right' });
  const known = [...new Set([...ROLES, ...Object.keys(roles)])];
  for (const key of Object.keys(successors.roles).filter((each) => known.includes(each)))
    faults.push({ path: ['successors', 'roles', key], problem: `${key} is a role of this desk`, allowed: 'a role that is no more' });
  const heirs = Object.entries(successors.roles).map(([key, to]) => ({ path: ['successors', 'roles', key], key: to }));
  faults.push(...findUnknownKeys(heirs, known, 'role'));
  const used = sealed.map(({ group }, index) => ({ path: ['sealed', index, 'group'], key: group }));
  faults.push(...findUnknownKeys(used, Object.keys(groups), 'group'));
  const doubled = sealed.findIndex(({ inbox }, index) => sealed.findIndex((each) => each.inbox === inbox) < index);
  if (doubled >= 0) faults.push({ path: ['sealed', doubled, 'inbox'], problem: `inbox ${sealed[doubled]!.inbox} is sealed twice` });
  return faults;
}
