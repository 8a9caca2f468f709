import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import type { TicketFacts } from '../../facts/ticket-facts.js';
import type { Demand } from '../matching/facts.js';

/** Whom customers know: their named manager, who stands in for him, who answered them last. */
@Injectable()
export class PreferredAgents {
  constructor(private readonly profiles: DeskProfiles) {}

  /** Best first, of each ticket. */
  async find(sql: Sql, tickets: readonly TicketFacts[], now: Date): Promise<Map<string, Demand['preferred']>> {
    const { routing } = this.profiles.current().desk;
    const standIns = await this.findStandIns(sql, [...new Set(tickets.flatMap(({ contact }) => contact.accountManager ?? []))]);
    const last = await findLast(sql, tickets, new Date(now.getTime() - routing.lastAgentWithin));
    return new Map(
      tickets.map(({ id, contact: { accountManager } }) => {
        const standIn = accountManager === null ? undefined : standIns.get(accountManager);
        const agents = [
          ...(accountManager === null ? [] : [{ agent: accountManager, why: 'named' as const }]),
          ...(standIn === undefined ? [] : [{ agent: standIn, why: 'stand_in' as const }]),
          ...[last.get(id)].flatMap((agent) => (agent === undefined ? [] : [{ agent, why: 'last_agent' as const }])),
        ];
        return [id, agents.filter(({ agent }, index) => agents.findIndex((one) => one.agent === agent) === index)];
      }),
    );
  }

  /** By whom they are named: ids to ids. */
  private async findStandIns(sql: Sql, managers: readonly string[]): Promise<Map<string, string>> {
    const lines = this.profiles.current().desk.routing.agents.filter(({ standIn }) => standIn !== undefined);
    if (managers.length === 0 || lines.length === 0) return new Map();
    const rows = await sql.query<{ manager: string; id: string }>(
      `select m.id as manager, s.id from unnest($1::text[], $2::text[]) as l (manager, stand_in)
       join agents m on m.email = l.manager join agents s on s.email = l.stand_in
       where m.id = any($3::uuid[]) and s.disabled_at is null`,
      [lines.map(({ agent }) => agent), lines.map(({ standIn }) => standIn!), managers],
    );
    return new Map(rows.map(({ manager, id }) => [manager, id]));
  }
}

/** Who had a ticket of this customer last; it may be this one, come back. */
async function findLast(sql: Sql, tickets: readonly TicketFacts[], since: Date): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; agent: string }>(
    `select asked.id, last.agent from unnest($1::uuid[], $2::uuid[]) as asked (id, contact) cross join lateral (
       select a.agent_id as agent from tickets t join assignments a on a.ticket_id = t.id
       where t.contact_id = asked.contact and a.at >= $3::timestamptz and not a.given_back order by a.turn desc limit 1) last`,
    [tickets.map(({ id }) => id), tickets.map(({ contact }) => contact.id), since],
    'ticketing_find_last_agents',
  );
  return new Map(rows.map(({ id, agent }) => [id, agent]));
}
