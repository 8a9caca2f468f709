import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { pickText, type LocalisedText } from '../desk/schema/texts.js';
import { TicketFactsReader } from '../facts/ticket-facts.js';
import type { Actor } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { FoundCase } from './case.js';
import { CaseRepository } from './case.repository.js';
import { CaseEstimates } from './case-estimates.js';
import { toCaseState } from './case-state.js';
import { type AskedMove, type MissingForMove, moveStage, type StageRefusal } from './stage-machine.js';
import { StageWork } from './stage-work.js';

export interface MoveRequest extends AskedMove {
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  readonly estimate?: { readonly at: Date; readonly note?: string | undefined } | undefined;
  readonly expectedVersion?: number | undefined;
}

/** What agents do with cases: move them on, say when they will be done. */
@Injectable()
export class CaseService {
  constructor(
    private readonly work: TicketWork,
    private readonly facts: TicketFactsReader,
    private readonly cases: CaseRepository,
    private readonly stages: StageWork,
    private readonly estimates: CaseEstimates,
    private readonly changer: TicketChanger,
    private readonly profiles: DeskProfiles,
  ) {}

  /**
   * Fills the fields that come along, says the estimate, then moves. Returns the ticket's id. Throws `PermanentError`: `ticket_unknown`, `version_conflict`,
   * `request_type_missing`, `fields_invalid` (fields.faults), `stage_unknown`, `outcome_unknown`, `stage_not_next`, `outcome_needed` (fields.allowed),
   * `stage_requirements_missing` (fields.missing).
   */
  async move(ticket: string, { fields, estimate, expectedVersion, ...asked }: MoveRequest, actor: Actor): Promise<string> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      refuseStale(draft, expectedVersion);
      if (fields !== undefined) await this.changer.change(unit, [{ draft, edit: { fields } }], { actor, reason: actor.kind });
      let at = await this.find(unit, draft);
      if (estimate !== undefined) {
        await this.estimates.say(unit, at, { at: estimate.at, note: estimate.note ?? null }, actor);
        at = await this.find(unit, draft);
      }
      const move = moveStage(at.type, toCaseState(at.facts, at.found), asked);
      if ('refused' in move) throw this.refuse(move, at);
      await this.stages.enter(unit, [{ ...at, case: at.found, move, note: asked.note ?? null, actor }]);
      return draft.id;
    });
  }

  /** Says when a case will be done; the customer is told, and told again when it changes. Throws as `move` does. */
  async estimate(
    ticket: string,
    { expectedVersion, ...estimate }: { readonly at: Date; readonly note: string | null; readonly expectedVersion?: number | undefined },
    actor: Actor,
  ): Promise<string> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      refuseStale(draft, expectedVersion);
      await this.estimates.say(unit, await this.find(unit, draft), estimate, actor);
      return draft.id;
    });
  }

  /** Throws `PermanentError` (`request_type_missing`). */
  async find(unit: WorkUnit, draft: TicketDraft): Promise<FoundCase> {
    const facts = (await this.facts.read(unit.transaction, [draft.id])).get(draft.id);
    const found = (await this.cases.load(unit.transaction, [draft.id])).get(draft.id);
    const types = this.profiles.current().desk.requestTypes;
    const type = found === undefined ? undefined : types[found.requestType];
    if (facts !== undefined && found !== undefined && type !== undefined) return { draft, facts, type, found };
    const hint = `set requestType of the ticket first; one of: ${Object.keys(types).join(', ') || 'the desk has none'}`;
    throw new PermanentError(`ticket ${draft.number} is no request of a type`, { code: 'request_type_missing', hint });
  }

  private refuse(refusal: StageRefusal, { draft, type, found }: FoundCase): PermanentError {
    const { desk } = this.profiles.current();
    const name = (texts: LocalisedText | undefined, key: string) => (texts === undefined ? key : pickText(texts, desk.languages[0]));
    const present = name(type.stages.find(({ key }) => key === found.stage)?.name, String(found.stage));
    if (refusal.refused !== 'requirements_missing') {
      const allowed = refusal.allowed.join(', ') || 'nothing: it is the last stage';
      return new PermanentError(`ticket ${draft.number} stands in ${present} and cannot go on like that`, {
        code: refusal.refused,
        hint: `${refusal.refused.startsWith('outcome') ? 'outcomes' : 'stages'} that may follow: ${allowed}`,
        fields: { stage: found.stage, allowed: refusal.allowed },
      });
    }
    const words = refusal.missing.map((missing) => {
      if (missing.kind === 'field') return name(desk.fields[missing.key]?.name, missing.key);
      if (missing.kind === 'evidence') return name(desk.evidence[missing.key]?.name, missing.key);
      return missing.kind;
    });
    return new PermanentError(`ticket ${draft.number} lacks what comes before that stage: ${words.join(', ')}`, {
      code: 'stage_requirements_missing',
      hint: 'send fields, estimate and note along; evidence comes from the customer, or is ticked',
      fields: { missing: refusal.missing satisfies readonly MissingForMove[] },
    });
  }
}
