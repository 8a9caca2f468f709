import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { SurveyForm } from '../desk/schema/surveys.js';
import type { MessageItem } from '../intake/intake-item.js';
import { readReply } from './read-reply.js';

/** How an answer begins: what surely does not is not looked up. */
const MAY_ANSWER = /^\s*(?:\p{Nd}|[满很非好一基中不差👍👎]|satisfied|good|neutral|so-so|ok|unsatisfied|dissatisfied|not|bad)/iu;
const LONGEST = 2_000;

/**
 * Messages that answer a survey, found as they come in: they join the conversation that was asked, closed or not, and move no status. One question
 * to the database a batch, and none where no message looks like an answer.
 */
@Injectable()
export class SurveyReplies {
  async mark(transaction: Transaction, items: readonly MessageItem[], now: Date): Promise<readonly MessageItem[]> {
    const likely = items.filter(({ message }) => message.direction === 'inbound' && isLikely(message.newText || message.plainText));
    if (likely.length === 0) return items;
    const rows = await transaction.query<{ id: string; inboxId: string; key: string; form: SurveyForm }>(
      `select distinct on (r.inbox_id, r.conversation_key) r.id, r.inbox_id as "inboxId", r.conversation_key as key, r.form
       from unnest($1::text[], $2::text[]) as w (inbox, key) join survey_requests r on r.inbox_id = w.inbox and r.conversation_key = w.key
       where r.state = 'asked' and r.way <> 'agent' and r.asked_at <= $3 and r.expires_at > $3
       order by r.inbox_id, r.conversation_key, r.asked_at desc`,
      [likely.map(({ message }) => message.inbox.id), likely.map(({ message }) => message.conversation.key), now],
      'ticketing_find_survey_replies',
    );
    if (rows.length === 0) return items;
    const open = new Map(rows.map((row) => [`${row.inboxId}\n${row.key}`, row]));
    return items.map((item) => {
      const { message } = item;
      const place = `${message.inbox.id}\n${message.conversation.key}`;
      const asked = open.get(place);
      if (asked === undefined || !likely.includes(item) || readReply(asked.form, message.newText || message.plainText) === null)
        return item;
      open.delete(place);
      return { ...item, message: { ...message, surveyRequest: asked.id } };
    });
  }
}

function isLikely(text: string): boolean {
  return text.length <= LONGEST && MAY_ANSWER.test(text.normalize('NFKC'));
}
