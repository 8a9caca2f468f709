import { Inject, Injectable } from '@nestjs/common';
import { Typing, TYPING_CHANNEL } from '#contracts';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { findLastMessage } from './last-message.js';

/** Tells the customer that an agent is typing, where his channel shows it. Best effort: it is over after five seconds unless told again. */
@Injectable()
export class TypingTeller {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** In the conversation an answer would go on in. Throws `PermanentError` (`inbox_unknown`) where the customer wrote by none. */
  async tell(
    ticketId: string,
    about: { readonly inboxId?: string | undefined; readonly on: boolean },
    name: string | undefined,
  ): Promise<void> {
    const { sql } = this.database;
    const last = await findLastMessage(sql, ticketId, about.inboxId);
    if (last === null) throw new PermanentError('the customer wrote by none', { code: 'inbox_unknown' });
    const typing: Typing = Typing.parse({
      inboxId: last.inbox_id,
      conversationKey: last.reply_context.conversationKey,
      by: 'agent',
      on: about.on,
      ...(name === undefined ? {} : { name: name.slice(0, 200) }),
    });
    await sql.query('select pg_notify($1, $2)', [TYPING_CHANNEL, JSON.stringify(typing)]);
  }
}
