import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { findPrincipal } from '../agents/principal.js';
import { findUnseen, type Viewer, viewerOf } from '../agents/viewer.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { THINGS_OF_TICKETS } from './things-of-tickets.js';

/** Names under which paths, queries and bodies speak of tickets and of entries; of a path `id` too, where it stands behind their word. */
const TICKETS = ['ticketId', 'ticketIds', 'ticket', 'tickets', 'toTicket', 'intoTicket', 'fromTicket', 'parentTicket', 'parent', 'related'];
const ENTRIES = ['entryId', 'entryIds', 'entry', 'entries'];
const TASKS = ['taskId', 'taskIds'];

interface Asked {
  readonly tickets: string[];
  readonly entries: string[];
  readonly tasks: string[];
  /** Of `THINGS_OF_TICKETS`, in their order. */
  readonly things: readonly string[][];
}

/**
 * A ticket that somebody may not see is not there for him, and neither is an entry, a task or anything else of it, wherever a request names it: in its path, its query or
 * its body. Stands behind the access guard, before every route; lists are narrowed by `seenBy`.
 */
@Injectable()
export class VisibilityGuard implements CanActivate {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const principal = findPrincipal(request);
    // A link that shows by itself who may follow it, as images have.
    if (principal === null) return true;
    const viewer = viewerOf(principal);
    if (viewer !== null) await this.refuseUnseen(viewer, collect(request));
    return true;
  }

  private async refuseUnseen(viewer: Viewer, { tickets, entries, tasks, things }: Asked): Promise<void> {
    const [unseen] = await findUnseen(this.database.sql, viewer, tickets);
    if (unseen !== undefined) throw new PermanentError(`there is no ticket ${unseen}`, { code: 'ticket_unknown' });
    await this.refuseThrough(viewer, entries, 'select id, ticket_id from entries where id = any($1::uuid[])', 'entry');
    await this.refuseThrough(
      viewer,
      tasks,
      'select k.id, e.ticket_id from tasks k join entries e on e.id = k.entry_id where k.id = any($1::uuid[])',
      'task',
    );
    for (const [at, { what, sql }] of THINGS_OF_TICKETS.entries()) {
      if (things[at]!.length === 0) continue;
      const values: unknown[] = [things[at]];
      const [unseenThing] = await this.database.sql.query<{ asked: string }>(
        `${sql(viewer, (value) => `$${values.push(value)}`)} limit 1`,
        values,
      );
      if (unseenThing !== undefined)
        throw new PermanentError(`there is no ${what.replace('_', ' ')} ${unseenThing.asked}`, { code: `${what}_unknown` });
    }
  }

  /** What stands with a ticket: unseen where its ticket is. */
  private async refuseThrough(viewer: Viewer, asked: readonly string[], sql: string, what: string): Promise<void> {
    const ids = asked.filter(isUuid);
    if (ids.length === 0) return;
    const rows = await this.database.sql.query<{ id: string; ticket_id: string }>(sql, [ids]);
    const unseen = new Set(await findUnseen(this.database.sql, viewer, [...new Set(rows.map((row) => row.ticket_id))]));
    const found = rows.find((row) => unseen.has(row.ticket_id));
    if (found !== undefined) throw new PermanentError(`there is no ${what} ${found.id}`, { code: `${what}_unknown` });
  }
}

function collect({ params, query, body, path }: Request): Asked {
  const places = [params, query, body as unknown].filter((each) => typeof each === 'object' && each !== null) as Record<string, unknown>[];
  const named = (names: readonly string[]) => places.flatMap((place) => names.flatMap((name) => wordsOf(place[name])));
  // Routes are found in capitals too.
  const kind = /^\/api\/v1\/(tickets|entries|tasks|contacts)\//i.exec(path)?.[1]?.toLowerCase();
  const id = typeof params['id'] === 'string' ? [params['id']] : [];
  return {
    tickets: [...(kind === 'tickets' ? id : []), ...named(TICKETS)],
    entries: [...(kind === 'entries' ? id : []), ...named(ENTRIES)],
    tasks: [...(kind === 'tasks' ? id : []), ...named(TASKS)],
    things: THINGS_OF_TICKETS.map(({ what, names, path: where }) =>
      where?.test(path) === false ? [] : [...(what === 'contact' && kind === 'contacts' ? id : []), ...named(names)],
    ),
  };
}

/** As it stands there, or as the `id` of what does. */
function wordsOf(value: unknown): string[] {
  // All of them: what is too long for its route is refused behind this.
  const all: unknown[] = Array.isArray(value) ? value : [value];
  const words = all.map((each) => (typeof each === 'object' && each !== null && 'id' in each ? each.id : each));
  return words.filter((each): each is string => typeof each === 'string');
}
