import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { AutomaticMessages, type AutomaticOutcome } from '../automatic/automatic-messages.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { listTexts, type LocalisedText } from '../desk/schema/texts.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import { LinkedArticles } from '../knowledge/linked-articles.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type CaseValues, languageOf, writeToCustomer } from './case-words.js';

export interface Told {
  /** Once for each. */
  readonly key: string;
  readonly reason: string;
  readonly texts: LocalisedText;
  readonly values?: CaseValues;
  readonly inboxId?: string;
  readonly to?: readonly { readonly scheme: string; readonly value: string }[];
}

/** Tells customers how their case goes, on their channel and in their language. */
@Injectable()
export class CaseTeller {
  constructor(
    private readonly messages: AutomaticMessages,
    private readonly profiles: DeskProfiles,
    private readonly articles: LinkedArticles,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async tell(unit: WorkUnit, draft: TicketDraft, facts: TicketFacts, told: Told): Promise<AutomaticOutcome> {
    const { name, timeZone } = this.settings.deskSettings;
    const { key, reason, texts, values, inboxId, to } = told;
    const { desk } = this.profiles.current();
    const asked = namesArticle(texts) ? await this.articles.read(unit.transaction, draft.id, languageOf(facts, desk)) : null;
    const text = writeToCustomer(texts, facts, desk, { name, timeZone }, { ...values, more: { ...values?.more, article: asked ?? '' } });
    return this.messages.send(unit, draft, {
      ...{ key, text, reason, actor: { kind: 'system' as const, displayName: name } },
      ...(inboxId === undefined ? {} : { inboxId }),
      ...(to === undefined ? {} : { to }),
    });
  }
}

function namesArticle(texts: LocalisedText): boolean {
  return listTexts(texts).some((text) => /\{\{\s*article\s*\}\}/.test(text));
}
