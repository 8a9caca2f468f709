import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Transaction } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import type { AgentView } from '../agents/agent.repository.js';
import { Roles } from '../agents/roles.js';
import { seenBy, type Viewer } from '../agents/viewer.js';
import { Effects } from '../idempotency/effects.js';
import { decodeCursor, encodeCursor, toLimit } from '../tickets/page-cursor.js';
import { isUuid } from '../tickets/ticket.repository.js';

export interface NoticeView {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly ticketId: string | null;
  readonly createdAt: Date;
  /** By who asks; of a program always null. */
  readonly seenAt: Date | null;
}

const COLUMNS = 'n.id, n.kind, n.text, n.ticket_id as "ticketId", n.created_at as "createdAt", r.seen_at as "seenAt"';
/** Who may supervise is told what supervisors are; a program with a key sees all. */
const FOR_AGENT = `(n.to_agent = $1::uuid or n.to_role = any($2::text[]) or n.to_group in (select group_id from group_people where agent_id = $1::uuid))`;

/** Notices as the people see them whom they are for. */
@Injectable()
export class NoticeReader {
  constructor(
    private readonly effects: Effects,
    private readonly roles: Roles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(
    agent: AgentView | null,
    filter: { readonly unseen?: boolean | undefined; readonly kind?: string | undefined; readonly ticketId?: string | undefined },
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
    viewer: Viewer | null,
  ): Promise<{ items: NoticeView[]; nextCursor: string | null }> {
    const limit = toLimit(page.limit);
    const values: unknown[] = [agent?.id ?? null, this.rolesOf(agent)];
    const where = [agent === null ? '($1::uuid is null or $2::text[] is null)' : FOR_AGENT];
    const place = (value: unknown) => `$${values.push(value)}`;
    if (filter.unseen === true) where.push('r.seen_at is null');
    if (filter.kind !== undefined) where.push(`n.kind = ${place(filter.kind)}`);
    if (filter.ticketId !== undefined) where.push(`n.ticket_id = ${place(filter.ticketId)}::uuid`);
    if (viewer !== null)
      where.push(`(n.ticket_id is null or exists (select from tickets t where t.id = n.ticket_id and ${seenBy(viewer, 't', place)}))`);
    if (page.cursor !== undefined) {
      const [at, id] = decodeCursor(page.cursor, 2);
      where.push(`(n.created_at, n.id) < (${place(at)}::timestamptz, ${place(id)}::uuid)`);
    }
    const rows = await this.database.sql.query<NoticeView>(
      `select ${COLUMNS} from notices n left join notice_reads r on r.notice_id = n.id and r.agent_id = $1::uuid
       where ${where.join(' and ')} order by n.created_at desc, n.id desc limit ${limit + 1}`,
      values,
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null };
  }

  /** Throws `PermanentError` (`notice_unknown`) for one that is not for him. */
  async markSeen(agent: AgentView, id: string): Promise<void> {
    await this.effects.run(async (transaction) => {
      if (!(await this.isFor(transaction, agent, id)))
        throw new PermanentError(`there is no notice ${id} for you`, { code: 'notice_unknown' });
      await transaction.query(
        'insert into notice_reads (notice_id, agent_id, seen_at) values ($1::uuid, $2::uuid, $3) on conflict do nothing',
        [id, agent.id, this.clock.now()],
      );
    });
  }

  private async isFor(transaction: Transaction, agent: AgentView, id: string): Promise<boolean> {
    if (!isUuid(id)) return false;
    const rows = await transaction.query(`select 1 from notices n where n.id = $3::uuid and ${FOR_AGENT}`, [
      agent.id,
      this.rolesOf(agent),
      id,
    ]);
    return rows.length > 0;
  }

  private rolesOf(agent: AgentView | null): string[] {
    return agent === null ? [] : this.roles.heardBy(agent.role);
  }
}
