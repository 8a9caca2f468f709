import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import type { TokenClaim } from '../threading/index.js';
import { takeTokenApart, TicketTokens, uuidRange } from './ticket-token.js';

/** Checks the reply tokens of a batch and finds the tickets they name, in one statement when there are any. */
@Injectable()
export class TokenReader {
  constructor(private readonly tokens: TicketTokens) {}

  async read(sql: Sql, tokens: readonly (string | undefined)[], now: Date): Promise<TokenClaim[]> {
    const parts = tokens.map((token) => (token === undefined ? null : takeTokenApart(token)));
    const prefixes = new Set(parts.flatMap((token) => (token === null ? [] : [token.ticketPrefix])));
    const candidates = await this.findTickets(sql, [...prefixes]);
    return parts.map((token) => {
      if (token === null) return { kind: 'none' };
      for (const { id, ticketId } of candidates.get(token.ticketPrefix) ?? []) {
        const kind = this.tokens.check(token, id, now);
        if (kind !== 'forged') return { kind, ticketId };
      }
      return { kind: 'forged' };
    });
  }

  /** Tickets that a prefix may mean, each with the one it leads to after merges. */
  private async findTickets(sql: Sql, prefixes: readonly string[]): Promise<Map<string, { id: string; ticketId: string }[]>> {
    const found = new Map<string, { id: string; ticketId: string }[]>();
    if (prefixes.length === 0) return found;
    const ranges = prefixes.map(uuidRange);
    const rows = await sql.query<{ prefix: string; id: string; ticket_id: string }>(
      `select wanted.prefix, t.id, coalesce(t.merged_into, t.id) as ticket_id
       from unnest($1::text[], $2::uuid[], $3::uuid[]) as wanted (prefix, low, high) join tickets t on t.id between wanted.low and wanted.high`,
      [prefixes, ranges.map(({ low }) => low), ranges.map(({ high }) => high)],
      'ticketing_read_tokens',
    );
    for (const { prefix, id, ticket_id: ticketId } of rows) found.set(prefix, [...(found.get(prefix) ?? []), { id, ticketId }]);
    return found;
  }
}
