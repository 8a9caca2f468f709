import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { showMoment } from '../desk/show-moment.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { EntryReader } from '../tickets/entry-reader.js';
import { toStorable } from '../tickets/storable.js';
import type { EntryView } from '../tickets/ticket-view.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { CONTACT_MADE } from './clocks/entry-acts.js';

/** An agent was in touch with the contact by a way that no channel saw: he rang him up, met him, wrote from elsewhere. */
export interface MadeContact {
  readonly way: string;
  /** Did he get hold of him? Only then a response clock stops. */
  readonly reached: boolean;
  /** Now where absent. */
  readonly at?: Date | undefined;
  readonly content: string;
  readonly result?: string | undefined;
  readonly errorText?: string | undefined;
}

@Injectable()
export class ContactRecords {
  constructor(
    private readonly work: TicketWork,
    private readonly reader: EntryReader,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** A record in the thread. Throws `PermanentError`: `ticket_unknown`, `contact_in_future`. */
  async add(ticketIdOrNumber: string, given: MadeContact, actor: Actor): Promise<EntryView> {
    const { at, ...made } = toStorable(given);
    const id = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticketIdOrNumber);
      const when = at ?? unit.now;
      if (when > unit.now) throw new PermanentError('a contact cannot be recorded before it was made', { code: 'contact_in_future' });
      const data = { ...made, at: when.toISOString() };
      const entryId = randomUUID();
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          {
            ...{
              id: entryId,
              ticketId: draft.id,
              seq,
              direction: 'system',
              actor,
              text: describeContact(made, when, this.settings.deskSettings.timeZone),
            },
            code: CONTACT_MADE,
            data,
          },
          unit.now,
        ),
      );
      return entryId;
    });
    return (await this.reader.find(id))!;
  }
}

/** What stands in the thread, in both languages of the house. */
export function describeContact({ way, reached, content, result, errorText }: Omit<MadeContact, 'at'>, at: Date, timeZone: string): string {
  return [
    `${way} · ${showMoment(at, timeZone)} · ${reached ? '已联系到 / reached' : '未联系到 / not reached'}`,
    content,
    ...(result === undefined ? [] : [`结果 / result: ${result}`]),
    ...(errorText === undefined ? [] : [`错误信息 / error: ${errorText}`]),
  ].join('\n');
}
