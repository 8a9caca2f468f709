/** `bot`: a program that answers customers before people do. */
export const SCOPES = ['tickets:read', 'tickets:write', 'bot', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

export const ROLES = ['agent', 'supervisor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const OF_ROLE: Readonly<Record<Role, ReadonlySet<Scope>>> = {
  agent: new Set<Scope>(['tickets:read', 'tickets:write']),
  supervisor: new Set<Scope>(['tickets:read', 'tickets:write']),
  admin: new Set<Scope>(SCOPES),
};

export function scopesOf(role: Role): ReadonlySet<Scope> {
  return OF_ROLE[role];
}
