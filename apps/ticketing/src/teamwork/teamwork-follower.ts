import { Injectable, type OnModuleInit } from '@nestjs/common';
import { GroupDirectory } from '../groups/group-directory.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { type NewNotice, Notices } from '../notices/notices.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { findMentions, type Mentionable } from './find-mentions.js';
import { Snoozing } from './snoozing.js';
import { Watching } from './watching.js';

interface Written {
  readonly id: string;
  readonly ticket_id: string;
  readonly number: string;
  readonly seq: number;
  readonly direction: string;
  readonly text: string;
  readonly author_id: string | null;
  readonly author: string | null;
}

const ORDER = 65;
const SHOWN = 200;

/** Tells whom a note names and who watches; wakes what sleeps when its customer writes. */
@Injectable()
export class TeamworkFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly notices: Notices,
    private readonly watching: Watching,
    private readonly snoozing: Snoozing,
    private readonly groups: GroupDirectory,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'teamwork', order: ORDER, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const ids = happenings.flatMap(({ type, data }) =>
      type === 'ticket.entry_added.v1' && data['direction'] !== 'system' ? [String(data['entryId'])] : [],
    );
    const entries =
      ids.length === 0
        ? []
        : await unit.transaction.query<Written & { [column: string]: unknown }>(
            `select e.id, coalesce(t.merged_into, t.id) as ticket_id, t.number, e.seq, e.direction, left(coalesce(e.new_text, e.plain_text), 8000) as text,
               e.author->>'agentId' as author_id, e.author->>'displayName' as author
             from entries e join tickets t on t.id = e.ticket_id where e.id = any($1::uuid[]) and not e.folded`,
            [ids],
          );
    // Who is named now was not told of what came before it.
    await this.tellWatchers(unit, entries, happenings);
    await this.tellMentioned(
      unit,
      entries.filter(({ direction }) => direction === 'note'),
    );
    await this.snoozing.wake(
      unit,
      entries.filter(({ direction }) => direction === 'inbound').map(({ ticket_id, seq }) => ({ ticketId: ticket_id, seq })),
      'customer_wrote',
    );
    await this.snoozing.dropAwake(
      unit,
      happenings.flatMap(({ type, ticketId }) => (type === 'ticket.status_changed.v1' ? [ticketId] : [])),
    );
  }

  private async tellMentioned(unit: WorkUnit, notes: readonly Written[]): Promise<void> {
    const naming = notes.filter(({ text }) => text.includes('@'));
    if (naming.length === 0) return;
    const agents = await unit.transaction.query<Mentionable & { [column: string]: unknown }>(
      'select id, email, display_name as "displayName" from agents where disabled_at is null',
    );
    const groups = await this.groups.list(unit.transaction);
    const told: NewNotice[] = [];
    const watchers: { ticketId: string; agentId: string }[] = [];
    for (const note of naming) {
      const named = findMentions(note.text, agents, groups);
      const text = `${note.author ?? 'Somebody'} names you in ${note.number}: ${note.text.slice(0, SHOWN)}`;
      const about = { kind: 'mentioned', text, ticketId: note.ticket_id };
      for (const agent of named.agents.filter((id) => id !== note.author_id)) {
        told.push({ ...about, to: { agent }, key: `mention:${note.id}:${agent}` });
        watchers.push({ ticketId: note.ticket_id, agentId: agent });
      }
      for (const group of named.groups) told.push({ ...about, to: { group }, key: `mention:${note.id}:${group}` });
    }
    await this.notices.tell(unit, told);
    // Who is asked will want the answer.
    await this.watching.add(unit.transaction, watchers, unit.now);
  }

  private async tellWatchers(unit: WorkUnit, entries: readonly Written[], happenings: readonly Happening[]): Promise<void> {
    const moved = happenings.filter(({ type }) => type === 'ticket.status_changed.v1' || type === 'ticket.assigned.v1');
    const tickets = [...new Set([...entries.map(({ ticket_id }) => ticket_id), ...moved.map(({ ticketId }) => ticketId)])];
    if (tickets.length === 0) return;
    const watchers = await unit.transaction.query<{ ticket_id: string; agent_id: string }>(
      'select ticket_id, agent_id from ticket_watchers where ticket_id = any($1::uuid[])',
      [tickets],
    );
    if (watchers.length === 0) return;
    const of = (ticketId: string) => watchers.filter(({ ticket_id }) => ticket_id === ticketId);
    const WORDS: Readonly<Record<string, string>> = { inbound: 'wrote', outbound: 'answered', note: 'noted', echo: 'answered' };
    const said = entries.flatMap((entry) =>
      of(entry.ticket_id)
        .filter(({ agent_id }) => agent_id !== entry.author_id)
        .map(({ agent_id }): NewNotice => {
          const text = `${entry.number}: ${entry.author ?? 'somebody'} ${WORDS[entry.direction] ?? 'wrote'}: ${entry.text.slice(0, SHOWN)}`;
          return { to: { agent: agent_id }, kind: 'watched', text, ticketId: entry.ticket_id, key: `watch:${entry.id}:${agent_id}` };
        }),
    );
    const changed = moved.flatMap(({ id, type, ticketId, data }) =>
      of(ticketId).map(({ agent_id }): NewNotice => {
        const what = type === 'ticket.assigned.v1' ? 'was assigned' : `went from ${String(data['from'])} to ${String(data['to'])}`;
        return {
          to: { agent: agent_id },
          kind: 'watched',
          text: `${String(data['number'])} ${what}`,
          ticketId,
          key: `watch:${id}:${agent_id}`,
        };
      }),
    );
    await this.notices.tell(unit, [...said, ...changed]);
  }
}
