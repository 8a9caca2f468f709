import { Injectable } from '@nestjs/common';
import { AcknowledgementWays } from '../acknowledgements/acknowledgement-ways.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import { CaseTeller } from '../request-types/case-teller.js';
import { languageOf } from '../request-types/case-words.js';
import type { ReadMessage } from '../request-types/message-reader.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type MissedRule, showDoors, type Visitor } from './judge-access.js';

const REFUSAL: LocalisedText = {
  zh: '您好！我们已收到您的来访（受理编号 {{ticket.number}}）。{{name}}：{{explain}}\n\n您可以通过以下渠道联系我们：\n{{open}}',
  en: 'Hello, we have kept your request {{ticket.number}}. {{name}}: {{explain}}\n\nYou can reach us by:\n{{open}}',
};

/** Tells who came by a door that is not for him which ones are. */
@Injectable()
export class AccessTeller {
  constructor(
    private readonly teller: CaseTeller,
    private readonly ways: AcknowledgementWays,
    private readonly profiles: DeskProfiles,
  ) {}

  /** By the way he came, or the one that is set up for those who cannot be answered there. Says what became of it. */
  async answer(
    unit: WorkUnit,
    draft: TicketDraft,
    { facts, visitor, message, missed }: { facts: TicketFacts; visitor: Visitor; message: ReadMessage | null; missed: MissedRule },
  ): Promise<string> {
    const { desk } = this.profiles.current();
    const language = languageOf(facts, desk);
    const say = (texts: LocalisedText) => pickText(texts, language, desk.languages[0]);
    const rule = desk.access[missed.rule]!;
    const doors = showDoors(desk.doors, desk.access, visitor).filter(({ entitled }) => entitled);
    const open = doors.map(({ door }) => {
      const where = door.address === undefined ? '' : `${language.startsWith('zh') ? '：' : ': '}${door.address}`;
      return `• ${say(door.name)}${where}${door.purpose === undefined ? '' : ` (${say(door.purpose)})`}`;
    });
    return this.teller.tell(unit, draft, facts, {
      ...{ key: `access:${draft.id}:${missed.rule}`, reason: 'access_refused', texts: rule.refusal ?? REFUSAL },
      ...(await this.findWay(message)),
      values: { more: { open: open.join('\n'), name: say(rule.name), explain: say(rule.explain) } },
    });
  }

  private async findWay(message: ReadMessage | null): Promise<{ inboxId?: string; to?: { scheme: string; value: string }[] }> {
    if (message?.replyContext == null || message.inboxId === null) return {};
    const { from, replyTo, replyWindow } = message.replyContext;
    const open = (replyWindow as { open?: boolean } | undefined)?.open !== false;
    const way = await this.ways.find({ inboxId: message.inboxId, channel: message.channel, from, replyTo: replyTo?.[0], open });
    return way === null || typeof way === 'string' || way.answers ? {} : { inboxId: way.inboxId, to: [way.to] };
  }
}
