import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { SurveyForm } from '../desk/schema/surveys.js';
import type { Happening } from '../happenings/happening.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { FeedbackRecorder, type GivenFeedback } from './feedback-recorder.js';
import { readReply } from './read-reply.js';
import { scaleOf, scoreAnswer } from './survey-answer.js';
import type { SurveyRequest } from './survey-request.js';
import { SurveyRequestRepository } from './survey-request.repository.js';

const CSAT = SurveyForm.parse({ kind: 'csat' });

/** An entry that is a rating, whatever way it came. */
interface RatedEntry {
  readonly id: string;
  readonly ticketId: string;
  readonly channel: string;
  readonly text: string;
  readonly at: Date;
  /** Of a reply to a survey. */
  readonly requestId: string | null;
  /** By keys on a call, or by a chat's buttons. */
  readonly keys: number | null;
  readonly tapped: number | null;
  readonly comment: string | null;
}

interface FeedbackTicket {
  readonly id: string;
  readonly category: string | null;
  readonly inboxId: string | null;
  readonly channel: string;
  readonly subject: string;
  readonly text: string | null;
  readonly entryId: string | null;
  /** It was filled in on a page. */
  readonly filled: boolean;
  readonly openedAt: Date;
}

/** Finds feedback in what happens to tickets: ratings that came as entries, and tickets that are feedback themselves. */
@Injectable()
export class FeedbackCollector {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly requests: SurveyRequestRepository,
    private readonly recorder: FeedbackRecorder,
  ) {}

  async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const entryIds = happenings.flatMap(({ data }) => (typeof data['entryId'] === 'string' ? data['entryId'] : []));
    const entries = await findRated(unit, entryIds);
    const requests = await this.findRequests(unit, entries);
    const ratings = entries.flatMap((entry) => this.read(entry, requests) ?? []);
    await this.recorder.record(unit, [...ratings, ...(await this.findTickets(unit, happenings))]);
  }

  private async findRequests(unit: WorkUnit, entries: readonly RatedEntry[]): Promise<Map<string, SurveyRequest>> {
    const ids = entries.flatMap(({ requestId }) => requestId ?? []);
    return ids.length === 0 ? new Map() : this.requests.findMany(unit.transaction, ids);
  }

  private read(entry: RatedEntry, requests: ReadonlyMap<string, SurveyRequest>): GivenFeedback | null {
    const about = { ticketId: entry.ticketId, entryId: entry.id, channel: entry.channel, kind: 'rating' as const, givenAt: entry.at };
    const none = { suggestion: null, enteredBy: null };
    if (entry.requestId !== null) {
      const request = requests.get(entry.requestId);
      const answer = request === undefined ? null : readReply(request.form, entry.text);
      if (request === undefined || answer === null) return null;
      const score = scoreAnswer(request.form, answer);
      return {
        ...about,
        ...none,
        ticketId: request.ticketId,
        key: `request:${request.id}`,
        way: 'reply',
        survey: request.survey,
        requestId: request.id,
        request,
        score,
        reason: answer.reason,
      };
    }
    const { phoneKeys, forms } = this.profiles.current().desk.surveys;
    const byKeys = entry.keys !== null;
    const survey = byKeys && phoneKeys !== undefined ? phoneKeys : null;
    const form = (survey === null ? undefined : forms[survey]) ?? CSAT;
    const value = entry.keys ?? entry.tapped!;
    const [least, greatest] = scaleOf(form.kind);
    if (form.kind === 'weighted' || !Number.isInteger(value) || value < least || value > greatest) return null;
    const way = byKeys ? 'keys' : 'tap';
    return {
      ...{ ...about, ...none, key: `entry:${entry.id}`, way, survey, requestId: null, request: null },
      ...{ score: scoreAnswer(form, { value }), reason: entry.comment },
    };
  }

  /** Tickets of a category of feedback, or of its mailbox or form. */
  private async findTickets(unit: WorkUnit, happenings: readonly Happening[]): Promise<GivenFeedback[]> {
    const { inboxes, categories } = this.profiles.current().desk.surveys.feedback;
    const ids = happenings
      .filter(({ type }) => type === 'ticket.opened.v1' || type === 'ticket.changed.v1')
      .map(({ ticketId }) => ticketId);
    if (ids.length === 0 || inboxes.length + categories.length === 0) return [];
    const rows = await unit.transaction.query<FeedbackTicket>(
      `select t.id, t.category, t.inbox_id as "inboxId", t.channels[1] as channel, t.subject, t.opened_at as "openedAt",
         f.text, f.id as "entryId", f.filled
       from tickets t join lateral (select e.id, exists (select from json_array_elements(e.parts) p where p->>'type' = 'form') as filled, coalesce(nullif(e.new_text, ''), e.plain_text) as text from entries e
         where e.ticket_id = t.id and e.direction in ('inbound', 'note') order by e.seq limit 1) f on true
       where t.id = any($1::uuid[]) and t.merged_into is null and not t.folded and not t.quarantined
         and (t.inbox_id = any($2::text[]) or t.category = any($3::text[]))`,
      [[...new Set(ids)], inboxes, categories],
    );
    return rows.map(({ id, inboxId, channel, subject, text, entryId, filled, openedAt }) => ({
      ...{
        key: `ticket:${id}`,
        kind: !filled && inboxId !== null && inboxes.includes(inboxId) ? ('mail' as const) : ('form' as const),
        way: 'message' as const,
      },
      ...{ survey: null, requestId: null, request: null, ticketId: id, entryId, channel, score: null, reason: null },
      ...{ suggestion: (text ?? subject).slice(0, 10_000), givenAt: openedAt, enteredBy: null },
    }));
  }
}

/** Values are text until they are looked at: a connector may write what it likes. */
async function findRated(unit: WorkUnit, entryIds: readonly string[]): Promise<RatedEntry[]> {
  if (entryIds.length === 0) return [];
  const rows = await unit.transaction.query<Omit<RatedEntry, 'keys' | 'tapped'> & { keys: string | null; tapped: string | null }>(
    `select * from (
       select e.id, e.ticket_id as "ticketId", e.channel, coalesce(nullif(e.new_text, ''), e.plain_text) as text, e.occurred_at as at,
         e.flags->>'surveyRequest' as "requestId", e.parts->0->'call'->>'satisfaction' as keys,
         case when e.direction = 'system' and e.parts->0->'data'->>'name' = 'chat.rated' then e.parts->0->'data'->'data'->>'score' end as tapped,
         case when e.direction = 'system' then e.parts->0->'data'->'data'->>'comment' end as comment
       from entries e where e.id = any($1::uuid[])) r
     where "requestId" is not null or keys is not null or tapped is not null`,
    [[...new Set(entryIds)]],
    'ticketing_find_rated',
  );
  return rows.map((row) => ({
    ...row,
    keys: row.keys === null ? null : Number(row.keys),
    tapped: row.tapped === null ? null : Number(row.tapped),
  }));
}
