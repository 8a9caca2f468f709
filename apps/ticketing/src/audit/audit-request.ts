import type { Request } from 'express';
import type { Principal } from '../agents/principal.js';
import type { AuditActor } from './audit-record.js';

export function toAuditActor({ agent, subject }: Principal): AuditActor {
  return agent === null ? { kind: 'key', id: subject.replace(/^key:/, '') } : { kind: 'agent', id: agent.id };
}

export function toAction(request: Request): string {
  const path = String((request.route as { path?: string } | undefined)?.path ?? request.path).replace(/^\/api\/v1\//, '');
  return `${request.method} ${path}`;
}

/** Ids in the path; others' words in it (a number is none) are left out. */
export function findTargets(request: Request): { targets: Record<string, string>; ticketId?: string } {
  const targets: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.params))
    if (typeof value === 'string' && /^[\w.:-]{1,64}$/.test(value)) targets[name] = value;
  const { id } = targets;
  const isTicket = /^\/api\/v1\/tickets\//i.test(request.path) && id !== undefined && /^[0-9a-f-]{36}$/i.test(id);
  return { targets, ...(isTicket ? { ticketId: id } : {}) };
}
