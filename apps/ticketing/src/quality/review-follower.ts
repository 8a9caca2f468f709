import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { MessagePart } from '#contracts';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { OverdueReviews } from './overdue-reviews.js';
import { isChosen } from './judge-review.js';

interface Subject {
  readonly id: string;
  readonly ticket_id: string;
  readonly direction: string;
  readonly parts: readonly MessagePart[];
  readonly occurred_at: Date;
  readonly agent_id: string | null;
  readonly automatic: boolean;
}

const ORDER = 75;

/** Puts what was said and answered before who reviews it, as much of it as the desk's sheets want. All count, so that the share reviewed is true. */
@Injectable()
export class ReviewFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly overdue: OverdueReviews,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'entry-reviews', order: ORDER, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const sheets = Object.entries(this.profiles.current().desk.quality.sheets);
    // A recording may come after its call.
    const ids = happenings.flatMap(({ type, data }) =>
      type === 'ticket.entry_added.v1' || type === 'ticket.entry_changed.v1' ? [String(data['entryId'])] : [],
    );
    if (sheets.length === 0 || ids.length === 0) return;
    const found = await unit.transaction.query<Subject & { [column: string]: unknown }>(
      `select id, ticket_id, direction, parts, occurred_at, author->>'agentId' as agent_id, flags->'automatic' is not null as automatic
       from entries where id = any($1::uuid[]) and not folded`,
      [[...new Set(ids)]],
    );
    const rows = sheets.flatMap(([sheet, { reviews, share }]) =>
      found
        .filter((entry) =>
          reviews === 'recordings'
            ? hasRecording(entry.parts)
            : entry.direction === 'outbound' && !entry.automatic && entry.agent_id !== null,
        )
        .map((entry) => ({
          ...{
            id: randomUUID(),
            sheet,
            ticket_id: entry.ticket_id,
            entry_id: entry.id,
            subject: reviews,
            chosen: isChosen(sheet, entry.id, share),
          },
          ...{ agent_id: entry.agent_id ?? agentOfCall(entry.parts), occurred_at: entry.occurred_at },
        })),
    );
    if (rows.length === 0) return;
    await unit.transaction.query(
      `insert into entry_reviews (id, sheet, ticket_id, entry_id, subject, chosen, agent_id, occurred_at)
       select id, sheet, ticket_id, entry_id, subject, chosen, agent_id, occurred_at
       from json_to_recordset($1::json) as r (id uuid, sheet text, ticket_id uuid, entry_id uuid, subject text, chosen boolean, agent_id uuid, occurred_at timestamptz)
       order by sheet, entry_id on conflict (sheet, entry_id) do nothing`,
      [JSON.stringify(rows)],
    );
    await this.overdue.arm(unit, [...new Set(rows.map(({ sheet }) => sheet))]);
  }
}

function hasRecording(parts: readonly MessagePart[]): boolean {
  return parts.some((part) => part.type === 'call' && part.call.recordings.length > 0);
}

/** Calls name extensions and logins as the exchange knows them; only what is an agent's id is one. */
function agentOfCall(parts: readonly MessagePart[]): string | null {
  const agents = parts.flatMap((part) => (part.type === 'call' ? part.call.agents : []));
  return agents.find((agent) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(agent)) ?? null;
}
