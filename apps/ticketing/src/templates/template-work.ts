import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import type { Template } from '../desk/schema/templates.js';
import { toTextPart } from '../replies/compose-outbound.js';
import { ReplyService } from '../replies/reply.service.js';
import type { Actor } from '../tickets/actor.js';
import { EntryReader } from '../tickets/entry-reader.js';
import { toStorable } from '../tickets/storable.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import type { EntryView } from '../tickets/ticket-view.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type OfferedTemplate, TemplateRenderer } from './template-renderer.js';

/** Words that are ready: shown for a ticket, sent with one click. */
@Injectable()
export class TemplateWork {
  constructor(
    private readonly work: TicketWork,
    private readonly tickets: TicketReader,
    private readonly entries: EntryReader,
    private readonly replies: ReplyService,
    private readonly renderer: TemplateRenderer,
  ) {}

  /** Those for another type or category are left out. Throws `PermanentError` (`ticket_unknown`). */
  async listFor(
    idOrNumber: string,
    wish: { kind?: Template['kind'] | undefined; language?: string | undefined },
    actor: Actor,
  ): Promise<OfferedTemplate[]> {
    const ticket = await this.tickets.find(idOrNumber);
    if (ticket === null) throw new PermanentError(`there is no ticket ${idOrNumber}`, { code: 'ticket_unknown' });
    return this.renderer.list(ticket.id, wish, actor);
  }

  /** Sent as the desk wrote it; `before`: words of the agent's own before it. Throws `template_unknown`, and as a reply does. */
  async send(
    idOrNumber: string,
    key: string,
    wish: { language?: string | undefined; before?: string | undefined; expectedVersion?: number | undefined },
    actor: Actor,
  ): Promise<EntryView> {
    const id = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      refuseStale(draft, wish.expectedVersion);
      return this.sendIn(unit, draft, key, wish, actor);
    });
    return (await this.entries.find(id))!;
  }

  /** On a locked ticket, as a part of other work. Returns the entry's id. */
  async sendIn(
    unit: WorkUnit,
    draft: TicketDraft,
    key: string,
    wish: { language?: string | undefined; before?: string | undefined },
    actor: Actor,
  ): Promise<string> {
    const words = await this.renderer.render(unit.transaction, draft.id, key, wish.language, actor, unit.now);
    const text = [wish.before === undefined ? '' : toStorable(wish.before), words].filter((each) => each !== '').join('\n\n');
    const id = randomUUID();
    await this.replies.queue(unit, draft, id, { parts: [toTextPart(text)] }, actor);
    return id;
  }
}
