import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { findPrincipal, type Principal } from '../agents/principal.js';
import { isUuid } from '../tickets/ticket.repository.js';

/** Who sees confidential tickets only when they are assigned to him; null sees all: supervisors, admins, keys with all rights. */
export function viewerOf({ agent, scopes }: Principal): { readonly agentId: string | null } | null {
  if (scopes.has('admin') || agent?.role === 'supervisor') return null;
  return { agentId: agent?.id ?? null };
}

/** A ticket that somebody may not see is not there for him, and neither is an entry of it. Stands behind the access guard. */
@Injectable()
export class ConfidentialGuard implements CanActivate {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { id } = request.params;
    const kind = /^\/api\/v1\/(tickets|entries)\//.exec(request.path)?.[1];
    if (kind === undefined || typeof id !== 'string') return true;
    const principal = findPrincipal(request);
    // A link that shows by itself who may follow it, as images have.
    if (principal === null) return true;
    const viewer = viewerOf(principal);
    if (viewer === null || !(await this.isHidden(kind, id, viewer.agentId))) return true;
    throw kind === 'tickets'
      ? new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' })
      : new PermanentError(`there is no entry ${id}`, { code: 'entry_unknown' });
  }

  private async isHidden(kind: string, id: string, agentId: string | null): Promise<boolean> {
    if (kind === 'entries' && !isUuid(id)) return false;
    const asked =
      kind === 'entries'
        ? 'select ticket_id as id from entries where id = $1::uuid'
        : `select id from tickets where ${isUuid(id) ? 'id = $1::uuid' : 'number = $1'}`;
    const rows = await this.database.sql.query(
      `select 1 from (${asked}) asked join tickets own on own.id = asked.id join tickets t on t.id = coalesce(own.merged_into, own.id)
       where t.confidential and t.assignee_id is distinct from $2::uuid`,
      [id, agentId],
    );
    return rows.length > 0;
  }
}
