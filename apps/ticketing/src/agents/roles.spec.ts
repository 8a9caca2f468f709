import { describe, expect, it } from '@jest/globals';
import { groupIdOf } from '../desk/desk-groups.js';
import type { DeskProfiles } from '../desk/desk-profiles.js';
import { Desk } from '../desk/desk-schema.js';
import { refuseUnknownRole, Roles, SCOPES, withImplied } from './roles.js';

const rolesOf = (given: object) => new Roles({ current: () => ({ version: 1, desk: Desk.parse(given) }) } as unknown as DeskProfiles);
const plain = rolesOf({});
const desk = rolesOf({
  groups: { security: { name: 'Security' } },
  roles: {
    agent: { may: ['tickets:read'], sees: 'groups' },
    lead: { may: ['tickets:read', 'supervise'], secondFactor: true },
    auditor: { may: ['audit:read'], sees: 'own' },
  },
  sealed: [{ inbox: 'security', group: 'security' }],
});
const of = (roles: Roles, role: string) => {
  const { scopes, sees } = roles.of(role);
  return [[...scopes].sort().join(' '), sees];
};

describe('what a role may', () => {
  it('is said by the house where the desk says nothing', () => {
    expect(of(plain, 'agent')).toEqual(['recordings:hear tickets:read tickets:write', 'all']);
    expect(of(plain, 'supervisor')).toEqual([
      'knowledge:write recordings:hear reports:read supervise tickets:read tickets:sealed tickets:write',
      'all',
    ]);
  });

  it('is every right for an admin, whatever the desk says, so that nobody locks himself out', () => {
    for (const roles of [plain, desk]) expect(of(roles, 'admin')).toEqual([[...SCOPES].sort().join(' '), 'all']);
  });

  it('is said by the desk for its own roles, and anew for those of the house', () => {
    expect(of(desk, 'lead')).toEqual(['supervise tickets:read', 'all']);
    expect(of(desk, 'auditor')).toEqual(['audit:read', 'own']);
    expect(of(desk, 'agent')).toEqual(['tickets:read', 'groups']);
    expect(of(desk, 'supervisor')).toEqual(of(plain, 'supervisor'));
  });

  it('is nothing for a role that the desk has no more', () => {
    expect(of(plain, 'lead')).toEqual(['', 'own']);
  });
});

describe('roles', () => {
  it('read the notices of agents, and a lead those of supervisors', () => {
    expect(desk.heardBy('agent')).toEqual(['agent']);
    expect(desk.heardBy('auditor')).toEqual(['auditor', 'agent']);
    expect(desk.heardBy('lead').sort()).toEqual(['agent', 'lead', 'supervisor']);
    expect(desk.heardBy('admin').sort()).toEqual(['admin', 'agent', 'supervisor']);
  });

  it('are those of the house and of the desk’s file; others are refused, with what there is', () => {
    for (const role of ['agent', 'supervisor', 'admin', 'lead', 'auditor']) expect(() => desk.refuseUnknown(role)).not.toThrow();
    const refused = { code: 'role_unknown', hint: 'one of: agent, supervisor, admin, lead, auditor' };
    expect(() => desk.refuseUnknown('boss')).toThrow(expect.objectContaining(refused) as unknown as Error);
    expect(() => refuseUnknownRole({ roles: {} }, 'lead')).toThrow(expect.objectContaining({ code: 'role_unknown' }) as unknown as Error);
  });

  it('are listed, those of the house first, with what the desk makes of them', () => {
    const listed = desk.list();
    expect(listed.map(({ key, ofDesk, sees, secondFactor }) => [key, ofDesk, sees, secondFactor])).toEqual([
      ['agent', true, 'groups', false],
      ['supervisor', false, 'all', false],
      ['admin', false, 'all', false],
      ['lead', true, 'all', true],
      ['auditor', true, 'own', false],
    ]);
    expect(listed.at(-1)!.scopes).toEqual(['audit:read']);
  });

  it('ask for a second factor where the desk says so', () => {
    expect(['lead', 'agent', 'supervisor', 'admin', 'gone'].filter((role) => desk.of(role).secondFactor)).toEqual(['lead']);
  });

  it('know the groups with a sealed box', () => {
    expect(desk.sealedGroups()).toEqual([groupIdOf('security')]);
    expect(plain.sealedGroups()).toEqual([]);
  });
});

describe('a right', () => {
  it('brings nothing along but what stands with it, save for admin’s', () => {
    expect([...withImplied(['tickets:read', 'supervise'])]).toEqual(['tickets:read', 'supervise']);
    expect([...withImplied(['admin'])].sort()).toEqual(
      ['admin', 'audit:read', 'desk:write', 'people:erase', 'reports:read', 'supervise', 'webhooks:write'].sort(),
    );
    expect(withImplied(['admin', 'bot']).has('bot')).toBe(true);
    expect(withImplied(['admin']).has('tickets:sealed')).toBe(false);
  });
});
