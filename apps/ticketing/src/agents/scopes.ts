/** Rights over tickets and what hangs on them; `bot`: answers customers before people do; `tickets:sealed`: confidential tickets of others too; `supervise`: what a desk's lead decides. */
const DESK_SCOPES = [
  'tickets:read',
  'tickets:write',
  'tickets:sealed',
  'recordings:hear',
  'reports:read',
  'knowledge:write',
  'supervise',
  'bot',
] as const;
/** Rights over the installation; whoever has `admin` has these. */
const HOUSE_SCOPES = ['audit:read', 'webhooks:write', 'desk:write', 'people:erase'] as const;

/** Every right there is. A route names the one it asks for. */
export const SCOPES = [...DESK_SCOPES, ...HOUSE_SCOPES, 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** With what one right brings along. */
export function withImplied(scopes: readonly Scope[]): ReadonlySet<Scope> {
  return new Set(scopes.includes('admin') ? [...scopes, ...HOUSE_SCOPES, 'supervise' as const, 'reports:read' as const] : scopes);
}
