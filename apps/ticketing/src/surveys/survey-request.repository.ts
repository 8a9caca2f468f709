import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql, type Transaction } from '#database';
import type { SurveyRequest } from './survey-request.js';

const COLUMNS = `r.id, r.key, r.occasion, r.survey, r.form, r.way, r.ticket_id as "ticketId", r.contact_id as "contactId", r.inbox_id as "inboxId",
  r.conversation_key as "conversationKey", r.language, r.state, r.asked_at as "askedAt", r.expires_at as "expiresAt"`;

@Injectable()
export class SurveyRequestRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Returns those that are new. */
  async insert(transaction: Transaction, requests: readonly SurveyRequest[]): Promise<SurveyRequest[]> {
    if (requests.length === 0) return [];
    const rows = await transaction.query<{ id: string }>(
      `insert into survey_requests (id, key, occasion, survey, form, way, ticket_id, contact_id, inbox_id, conversation_key, language, state, asked_at, expires_at)
       select id, key, occasion, survey, form, way, "ticketId", "contactId", "inboxId", "conversationKey", language, state, "askedAt", "expiresAt"
       from json_to_recordset($1::json) as r (id uuid, key text, occasion text, survey text, form jsonb, way text, "ticketId" uuid, "contactId" uuid,
         "inboxId" text, "conversationKey" text, language text, state text, "askedAt" timestamptz, "expiresAt" timestamptz)
       order by key on conflict do nothing returning id`,
      [JSON.stringify(requests)],
    );
    const fresh = new Set(rows.map(({ id }) => id));
    return requests.filter(({ id }) => fresh.has(id));
  }

  async markUnsent(transaction: Transaction, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await transaction.query(`update survey_requests set state = 'unsent' where id = any($1::uuid[])`, [ids]);
  }

  async find(id: string, sql: Sql = this.database.sql): Promise<SurveyRequest | null> {
    const [row] = await sql.query<SurveyRequest>(`select ${COLUMNS} from survey_requests r where r.id = $1::uuid`, [id]);
    return row ?? null;
  }

  /** The last that waits for an answer about a ticket, from whatever way. */
  async findOpenOf(sql: Sql, ticketId: string, survey: string | undefined): Promise<SurveyRequest | null> {
    const [row] = await sql.query<SurveyRequest>(
      `select ${COLUMNS} from survey_requests r where r.ticket_id = $1::uuid and r.state <> 'answered' and ($2::text is null or r.survey = $2)
       order by r.asked_at desc limit 1`,
      [ticketId, survey ?? null],
    );
    return row ?? null;
  }

  /** Returns those that nobody answered before. */
  async answer(transaction: Transaction, ids: readonly string[], now: Date): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await transaction.query<{ id: string }>(
      `update survey_requests set state = 'answered', answered_at = $2 where id = any($1::uuid[]) and state <> 'answered' returning id`,
      [[...ids].sort(), now],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Of these contacts, who was asked on an occasion since. */
  async findAskedSince(sql: Sql, occasion: string, contactIds: readonly string[], since: Date): Promise<Set<string>> {
    const rows = await sql.query<{ id: string }>(
      'select distinct contact_id as id from survey_requests where occasion = $1 and contact_id = any($2::uuid[]) and asked_at > $3',
      [occasion, contactIds, since],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async findMany(sql: Sql, ids: readonly string[]): Promise<Map<string, SurveyRequest>> {
    const rows = await sql.query<SurveyRequest>(`select ${COLUMNS} from survey_requests r where r.id = any($1::uuid[])`, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
