import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BlobRef, MessagePart } from '#contracts';
import { PermanentError } from '#runtime';
import { AutomaticMessages } from '../automatic/automatic-messages.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Measure } from '../desk/schema/measures.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type MeasureRecord, MeasureRepository, type MeasureState } from './measure.repository.js';

export interface MeasureWish {
  readonly kind: string;
  readonly what: string;
  readonly risk?: string | undefined;
  readonly tool?: string | undefined;
  readonly rights?: string | undefined;
  /** False: he was told by word of mouth, as on the phone. */
  readonly tell: boolean;
}

export interface ConsentWish {
  readonly consented: boolean;
  readonly by: string;
  readonly how: string;
  /** His message that says so. */
  readonly entryId?: string | undefined;
}

/** What was uploaded; its bytes are here, and sealed. */
export interface RecordingFile {
  readonly blobRef: BlobRef;
  readonly fileName: string;
  readonly contentType?: string | undefined;
}

export interface EndWish {
  /** Where it is kept elsewhere. */
  readonly recording?: string | undefined;
  readonly file?: RecordingFile | undefined;
  readonly result?: string | undefined;
}

/** Of the entry that ends a measure. */
const RECORDING_PART = '2';

/** Steps of a ticket that need the customer's consent: told with the risk, begun only when he agreed, ended with what is kept of it. */
@Injectable()
export class MeasureService {
  constructor(
    private readonly work: TicketWork,
    private readonly measures: MeasureRepository,
    private readonly messages: AutomaticMessages,
    private readonly profiles: DeskProfiles,
  ) {}

  /** Throws `PermanentError`: `ticket_unknown`, `measure_kind_unknown`, `tool_unknown`, `rights_unknown`, `risk_missing`. */
  async ask(ticket: string, wish: MeasureWish, actor: Actor): Promise<MeasureRecord> {
    const kind = this.find(wish.kind);
    refuseUnknown(kind.tools, wish.tool, 'tool');
    refuseUnknown(kind.rights, wish.rights, 'rights');
    if (kind.riskNeeded && wish.risk === undefined)
      throw new PermanentError('say what the risk is', { code: 'risk_missing', hint: 'the customer is told it before he is asked' });
    // Whoever names no rights gets the least.
    const rights = wish.rights ?? kind.rights[0] ?? null;
    const id = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      const measure = {
        id: randomUUID(),
        ticketId: draft.id,
        kind: wish.kind,
        what: wish.what,
        risk: wish.risk ?? null,
        tool: wish.tool ?? null,
        rights,
      };
      const told = wish.tell ? await this.tell(unit, draft, kind, measure, actor) : null;
      await this.measures.insert(unit.transaction, { ...measure, askedBy: actor, askedEntry: told }, unit.now);
      this.record(unit, draft, actor, measure.id, {
        what: 'asked',
        text: `Consent asked for: ${wish.what}${wish.risk === undefined ? '' : `\nRisk told: ${wish.risk}`}`,
        data: { subject: wish.what, risk: wish.risk ?? null },
      });
      return measure.id;
    });
    return (await this.measures.find(id))!;
  }

  /** Throws `PermanentError`: `measure_unknown`, `measure_over`, `entry_unfit`. */
  async decide(id: string, wish: ConsentWish, actor: Actor): Promise<MeasureRecord> {
    return this.change(id, ['asked'], async (unit, draft, measure) => {
      if (wish.entryId !== undefined) await refuseOthersWords(unit, draft, wish.entryId);
      const { consented, by, how, entryId = null } = wish;
      await this.measures.decide(unit.transaction, id, { consented, by, how, entryId, actor, at: unit.now });
      this.record(unit, draft, actor, id, {
        what: consented ? 'consented' : 'refused',
        text: `${by} ${consented ? 'consented' : 'did not consent'} (${how}): ${measure.what}`,
        data: { subject: measure.what, by, how },
      });
    });
  }

  /** Throws `PermanentError`: `measure_unknown`, `consent_missing`, `measure_over`. */
  async start(id: string, actor: Actor): Promise<MeasureRecord> {
    return this.change(id, ['consented'], async (unit, draft, measure) => {
      await this.measures.start(unit.transaction, id, actor, unit.now);
      this.record(unit, draft, actor, id, { what: 'started', text: `Begun: ${measure.what}`, data: { subject: measure.what } });
    });
  }

  /** Throws `PermanentError`: `measure_unknown`, `measure_over`, `recording_missing`. */
  async end(id: string, wish: EndWish, actor: Actor): Promise<MeasureRecord> {
    const { file, result = null } = wish;
    const recording = file?.fileName ?? wish.recording ?? null;
    return this.change(id, ['running'], async (unit, draft, measure) => {
      if (this.profiles.current().desk.measures[measure.kind]?.recording === 'required' && recording === null)
        throw new PermanentError('say where its recording is', {
          code: 'recording_missing',
          hint: 'file: what was uploaded (POST /uploads?sealed=true); or recording: a link, a file name',
        });
      const lines = [`Ended: ${measure.what}`, result, recording === null ? null : `Recording: ${recording}`];
      const text = lines.filter((line) => line !== null).join('\n');
      const entry = this.record(unit, draft, actor, id, { what: 'ended', text, data: { subject: measure.what, result, recording } }, file);
      await this.measures.end(
        unit.transaction,
        id,
        { actor, recording, recordingEntry: file === undefined ? null : entry, result },
        unit.now,
      );
    });
  }

  private async change(
    id: string,
    states: readonly MeasureState[],
    work: (unit: WorkUnit, draft: TicketDraft, measure: MeasureRecord) => Promise<void>,
  ): Promise<MeasureRecord> {
    const found = isUuid(id) ? await this.measures.find(id) : null;
    if (found === null) throw new PermanentError(`there is no measure ${id}`, { code: 'measure_unknown' });
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(found.ticketId);
      const measure = (await this.measures.find(id, unit.transaction))!;
      if (!states.includes(measure.state)) throw refusal(measure.state, states);
      await work(unit, draft, measure);
    });
    return (await this.measures.find(id))!;
  }

  private find(key: string): Measure {
    const { measures } = this.profiles.current().desk;
    const kind = Object.hasOwn(measures, key) ? measures[key] : undefined;
    if (kind !== undefined) return kind;
    throw new PermanentError(`the desk has no measure ${key}`, {
      code: 'measure_kind_unknown',
      hint: `one of: ${Object.keys(measures).join(', ') || 'none is defined'}`,
    });
  }

  private async tell(
    unit: WorkUnit,
    draft: TicketDraft,
    kind: Measure,
    measure: Pick<MeasureRecord, 'id' | 'what' | 'risk' | 'tool' | 'rights'>,
    actor: Actor,
  ): Promise<string | null> {
    const [row] = await unit.transaction.query<{ language: string | null }>(
      `select coalesce(t.language, p.language, c.locale) as language from tickets t join contacts c on c.id = t.contact_id
       left join contact_profiles p on p.contact_id = c.id where t.id = $1`,
      [draft.id],
    );
    const { what, risk, tool, rights } = measure;
    const text = fillText(pickText(kind.ask, row?.language, this.profiles.current().desk.languages[0]), {
      what,
      risk,
      tool,
      rights,
      number: draft.number,
    });
    const key = `measure:${measure.id}`;
    const outcome = await this.messages.send(unit, draft, { key, text, reason: 'consent', actor });
    return outcome === 'queued' ? AutomaticMessages.entryIdOf(key) : null;
  }

  /** Returns the entry. */
  private record(
    unit: WorkUnit,
    draft: TicketDraft,
    actor: Actor,
    measure: string,
    {
      what,
      text,
      data: told,
    }: {
      readonly what: 'asked' | 'consented' | 'refused' | 'started' | 'ended';
      readonly text: string;
      readonly data: Record<string, unknown>;
    },
    file?: RecordingFile,
  ): string {
    const id = randomUUID();
    const data = { measure, ...told, ...(file === undefined ? {} : { recordings: [{ partId: RECORDING_PART }] }) };
    const entry = { id, ticketId: draft.id, direction: 'system' as const, actor, text, code: `measure.${what}` as const, data };
    unit.addEntry(draft, null, (seq) => {
      const row = toRecordEntry({ ...entry, seq }, unit.now);
      return file === undefined ? row : { ...row, parts: [...row.parts, toFilePart(file)] };
    });
    return id;
  }
}

function toFilePart({ blobRef, fileName, contentType }: RecordingFile): MessagePart {
  const media = { state: 'stored' as const, blobRef, fileName, ...(contentType === undefined ? {} : { declaredType: contentType }) };
  return { partId: RECORDING_PART, type: 'file', media, fallback: fileName };
}

function refusal(state: MeasureState, wanted: readonly MeasureState[]): PermanentError {
  if (wanted.includes('consented') && (state === 'asked' || state === 'refused'))
    return new PermanentError(state === 'asked' ? 'the customer has not consented yet' : 'the customer did not consent', {
      code: 'consent_missing',
      hint: 'record his consent first, with his own words where he wrote them',
    });
  return new PermanentError(`that is ${state} already`, { code: 'measure_over', fields: { state } });
}

function refuseUnknown(allowed: readonly string[], given: string | undefined, what: 'tool' | 'rights'): void {
  if (allowed.length === 0 || (given === undefined && what === 'rights') || (given !== undefined && allowed.includes(given))) return;
  throw new PermanentError(`the desk does not allow ${what} ${given ?? '(none)'}`, {
    code: `${what}_unknown`,
    hint: `one of: ${allowed.join(', ')}`,
  });
}

/** Consent is what the customer wrote in this ticket, and nothing of anybody else. */
async function refuseOthersWords({ transaction }: WorkUnit, draft: TicketDraft, entryId: string): Promise<void> {
  const rows = isUuid(entryId)
    ? await transaction.query(`select 1 from entries where id = $1::uuid and ticket_id = $2::uuid and direction = 'inbound'`, [
        entryId,
        draft.id,
      ])
    : [];
  if (rows.length === 0) throw new PermanentError('that is no message of the customer in this ticket', { code: 'entry_unfit' });
}
