import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { LocalisedText } from '../desk/schema/texts.js';
import { pickText } from '../desk/schema/texts.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { CaseRepository } from './case.repository.js';
import type { FoundCase } from './case.js';
import { CaseTeller } from './case-teller.js';
import { showMoment } from '../desk/show-moment.js';
import { languageOf } from './case-words.js';

const FIRST: LocalisedText = {
  zh: '您的请求（受理编号 {{ticket.number}}）目前状态：{{stage}}。预计完成时间：{{estimate}}。{{note}}',
  en: 'Your request {{ticket.number}} is now: {{stage}}. We expect to be done by {{estimate}}. {{note}}',
};
const CHANGED: LocalisedText = {
  zh: '您的请求（受理编号 {{ticket.number}}）的预计完成时间已调整为：{{estimate}}。{{note}}',
  en: 'The expected time for your request {{ticket.number}} has changed: {{estimate}}. {{note}}',
};

/** When a case will be done, as it is told to its customer. */
@Injectable()
export class CaseEstimates {
  constructor(
    private readonly cases: CaseRepository,
    private readonly teller: CaseTeller,
    private readonly profiles: DeskProfiles,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Of a locked ticket. The same time again says nothing new. Throws `PermanentError` (`estimate_past`). */
  async say(
    unit: WorkUnit,
    { draft, facts, type, found }: FoundCase,
    { at, note }: { readonly at: Date; readonly note: string | null },
    actor: Actor,
  ): Promise<void> {
    if (at <= unit.now)
      throw new PermanentError(`the estimate ${at.toISOString()} is past`, { code: 'estimate_past', hint: 'name a time to come' });
    if (found.estimateAt?.getTime() === at.getTime()) return;
    const { desk } = this.profiles.current();
    const seq = found.estimates + 1;
    const stage = type.stages.find(({ key }) => key === found.stage);
    const told = await this.teller.tell(unit, draft, facts, {
      key: `estimate:${draft.id}:${seq}`,
      reason: 'estimate',
      texts: seq === 1 ? FIRST : CHANGED,
      values: { estimate: at, note, stage: stage === undefined ? '' : pickText(stage.name, languageOf(facts, desk)) },
    });
    await this.cases.addEstimate(unit.transaction, { ticketId: draft.id, seq, estimateAt: at, note, actor, saidAt: unit.now, told });
    await this.cases.save(
      unit.transaction,
      [{ ...found, estimateAt: at, estimateNote: note, estimateSaidAt: unit.now, estimates: seq }],
      unit.now,
    );
    const text = [`Estimate: ${showMoment(at, this.settings.deskSettings.timeZone)}`, ...(note === null ? [] : [note])].join('\n\n');
    unit.addEntry(draft, null, (place) =>
      toRecordEntry(
        {
          ...{ id: randomUUID(), ticketId: draft.id, seq: place, direction: 'system' as const, actor, text },
          ...{ code: 'case.estimate', data: { at: at.toISOString(), seq, told, note } },
        },
        unit.now,
      ),
    );
  }
}
