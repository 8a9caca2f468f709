import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { groupIdOf } from '../desk/desk-groups.js';
import type { Desk } from '../desk/desk-schema.js';
import { ROLES, type RoleSection } from '../desk/schema/roles.js';
import { SCOPES, type Scope } from './scopes.js';

export { SCOPES, type Scope, withImplied } from './scopes.js';
export { ROLES } from '../desk/schema/roles.js';

/** A key: one of `ROLES`, or of the desk's file. */
export type Role = string;

type RoleRights = Pick<RoleSection, 'may' | 'sees'> & Partial<Pick<RoleSection, 'secondFactor'>>;

const BUILT_IN: Readonly<Record<string, RoleRights>> = {
  agent: { may: ['tickets:read', 'tickets:write', 'recordings:hear'], sees: 'all' },
  supervisor: {
    may: ['tickets:read', 'tickets:write', 'tickets:sealed', 'recordings:hear', 'reports:read', 'knowledge:write', 'supervise'],
    sees: 'all',
  },
};
const ADMIN: RoleRights = { may: [...SCOPES], sees: 'all' };
/** Of a role that the desk has no more: he may log in and is told nothing. */
const NOTHING: RoleRights = { may: [], sees: 'own' };

/** What roles may, as the desk in force says. */
@Injectable()
export class Roles {
  constructor(private readonly profiles: DeskProfiles) {}

  of(role: Role): { readonly scopes: ReadonlySet<Scope>; readonly sees: RoleSection['sees']; readonly secondFactor: boolean } {
    const { may, sees, secondFactor = false } = rightsIn(this.profiles.current().desk, role);
    return { scopes: new Set(may), sees, secondFactor };
  }

  /** All of them: those of the product, then those of the desk's file. */
  list(): {
    readonly key: Role;
    readonly ofDesk: boolean;
    readonly scopes: Scope[];
    readonly sees: string;
    readonly secondFactor: boolean;
  }[] {
    const ofDesk = Object.keys(this.profiles.current().desk.roles);
    return [...new Set([...ROLES, ...ofDesk])].map((key) => {
      const { scopes, sees, secondFactor } = this.of(key);
      return { key, ofDesk: ofDesk.includes(key), scopes: [...scopes], sees, secondFactor };
    });
  }

  /** Roles whose notices somebody of this one reads too: a lead those of his agents. */
  heardBy(role: Role): string[] {
    const heard = new Set<string>([role, 'agent']);
    if (this.of(role).scopes.has('supervise')) heard.add('supervisor');
    return [...heard];
  }

  /** Throws `PermanentError` (`role_unknown`). */
  refuseUnknown(role: Role): void {
    refuseUnknownRole(this.profiles.current().desk, role);
  }

  /** Groups whose members see what their sealed boxes hold. */
  sealedGroups(): string[] {
    return this.profiles.current().desk.sealed.map(({ group }) => groupIdOf(group));
  }
}

export function refuseUnknownRole(desk: Pick<Desk, 'roles'>, role: Role): void {
  const known = [...new Set([...ROLES, ...Object.keys(desk.roles)])];
  if (known.includes(role)) return;
  throw new PermanentError(`there is no role ${role}`, { code: 'role_unknown', hint: `one of: ${known.join(', ')}` });
}

function rightsIn({ roles }: Pick<Desk, 'roles'>, role: Role): RoleRights {
  return role === 'admin' ? ADMIN : (roles[role] ?? BUILT_IN[role] ?? NOTHING);
}
