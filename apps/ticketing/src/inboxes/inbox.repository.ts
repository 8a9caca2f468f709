import { Injectable } from '@nestjs/common';
import type { ConnectorStateChanged } from '#contracts';
import type { Sql } from '#database';

const TROUBLED: ReadonlySet<ConnectorStateChanged['state']> = new Set(['degraded', 'bad_credentials']);

@Injectable()
export class InboxRepository {
  /** Keeps the newest report of each inbox; an older one that comes late changes nothing. */
  async keep(sql: Sql, reports: readonly ConnectorStateChanged[]): Promise<void> {
    const newest = new Map<string, ConnectorStateChanged>();
    for (const report of reports) {
      const before = newest.get(report.inboxId);
      if (before === undefined || before.at <= report.at)
        newest.set(report.inboxId, { ...report, capabilities: report.capabilities ?? before?.capabilities });
    }
    const rows = [...newest.values()].sort((a, b) => (a.inboxId < b.inboxId ? -1 : 1)).map(toRow);
    await sql.query(
      `insert into inboxes as known (id, channel, provider, state, detail, hint, reasons, last_success_at, last_error, last_error_reasons, last_error_at, capabilities,
         number_code, address, aliases, display_name, removed, stopped, obeyed_at, changed_at)
       select * from json_to_recordset($1::json) as r (id text, channel text, provider text, state text, detail text, hint text,
         reasons jsonb, last_success_at timestamptz, last_error text, last_error_reasons jsonb, last_error_at timestamptz, capabilities jsonb, number_code text, address text, aliases jsonb,
         display_name text, removed bool, stopped jsonb, obeyed_at timestamptz, changed_at timestamptz)
       on conflict (id) do update set channel = excluded.channel, provider = excluded.provider, state = excluded.state,
         detail = excluded.detail, hint = excluded.hint, reasons = excluded.reasons,
         last_success_at = coalesce(excluded.last_success_at, known.last_success_at),
         last_error = coalesce(excluded.last_error, known.last_error),
         last_error_reasons = case when excluded.last_error is null then known.last_error_reasons else excluded.last_error_reasons end, last_error_at = coalesce(excluded.last_error_at, known.last_error_at),
         capabilities = coalesce(excluded.capabilities, known.capabilities), number_code = coalesce(excluded.number_code, known.number_code),
         address = coalesce(excluded.address, known.address), aliases = excluded.aliases, display_name = coalesce(excluded.display_name, known.display_name),
         removed = excluded.removed, stopped = excluded.stopped, obeyed_at = coalesce(excluded.obeyed_at, known.obeyed_at), changed_at = excluded.changed_at
       where known.changed_at <= excluded.changed_at`,
      [JSON.stringify(rows)],
    );
  }
}

function toRow(report: ConnectorStateChanged): Record<string, unknown> {
  const troubled = TROUBLED.has(report.state);
  return {
    id: report.inboxId,
    channel: report.channel,
    provider: report.provider,
    state: report.state,
    detail: report.detail ?? null,
    hint: report.hint ?? null,
    reasons: report.reasons ?? null,
    last_success_at: report.lastSuccessAt ?? null,
    last_error: troubled ? (report.detail ?? report.state) : null,
    last_error_reasons: troubled ? (report.reasons ?? null) : null,
    last_error_at: troubled ? report.at : null,
    capabilities: report.capabilities ?? null,
    number_code: report.inbox?.numberCode ?? null,
    address: report.inbox?.address ?? null,
    aliases: report.inbox?.aliases ?? [],
    display_name: report.inbox?.displayName ?? null,
    removed: report.inbox?.removed ?? false,
    stopped: report.inbox?.stopped ?? null,
    obeyed_at: report.inbox?.obeyedAt ?? null,
    changed_at: report.at,
  };
}
