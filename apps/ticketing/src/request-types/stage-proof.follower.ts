import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { eventIdOf, type RecordCode } from '#contracts';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { writeProof } from '../contacts/confirmation-text.js';
import { ContactConfirmationService } from '../contacts/contact-confirmation.service.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Stage } from '../desk/schema/request-types.js';
import { spanMs } from '../desk/schema/spans.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { findUnproved } from '../replies/refuse-unproved.js';
import { HOUSE, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { FoundCase } from './case.js';
import { CaseService } from './case.service.js';
import { languageOf } from './case-words.js';
import { toCaseState } from './case-state.js';
import { MessageReader } from './message-reader.js';
import { inboundEntriesOf } from './request-type.follower.js';
import { moveStage } from './stage-machine.js';
import { StageWork } from './stage-work.js';

const HOUR_MS = 3_600_000;
const CODE = /(?<!\d)\d{6}(?!\d)/;

type Proof = NonNullable<Stage['proof']>;

/** Cases that wait for a proof: the code goes out by itself, is read when it comes back, and the case goes on once the address is proved. */
@Injectable()
export class StageProofFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly cases: CaseService,
    private readonly stages: StageWork,
    private readonly messages: MessageReader,
    private readonly confirmations: ContactConfirmationService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'stage-proofs', order: 32, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const types = Object.entries(this.profiles.current().desk.requestTypes);
    const proving = types.filter(([, { stages }]) => stages.some(({ proof }) => proof !== undefined)).map(([key]) => key);
    const ids = happenings.filter(({ type }) => type === 'ticket.entry_added.v1').map(({ ticketId }) => ticketId);
    if (proving.length === 0 || ids.length === 0) return;
    const waiting = await unit.transaction.query<{ id: string }>(
      `select id from tickets where id = any($1::uuid[]) and proof is not null and request_type = any($2::text[]) and merged_into is null order by id`,
      [[...new Set(ids)], proving],
      'ticketing_proving_cases',
    );
    if (waiting.length === 0) return;
    const said = await this.messages.read(unit.transaction, inboundEntriesOf(happenings));
    for (const draft of await unit.lock(waiting.map(({ id }) => id))) {
      const found = await this.cases.find(unit, draft);
      const proof = found.type.stages.find(({ key }) => key === found.found.stage)?.proof;
      const code = said.flatMap(({ ticketId, text }) => (ticketId === draft.id ? (CODE.exec(text)?.[0] ?? []) : [])).at(-1);
      if (proof !== undefined) await this.prove(unit, found, proof, code);
    }
  }

  private async prove(unit: WorkUnit, at: FoundCase, proof: Proof, code: string | undefined): Promise<void> {
    const { draft, type, facts, found } = at;
    const open = await findUnproved(unit.transaction, draft.id);
    if (open !== null && code !== undefined) await this.hear(unit, draft, { ...open, code });
    if (open !== null && (await findUnproved(unit.transaction, draft.id)) !== null) return this.ask(unit, at, proof, open);
    const move = moveStage(type, toCaseState(facts, found), { stage: proof.to });
    if (!('refused' in move)) await this.stages.enter(unit, [{ draft, facts, type, case: found, move, note: null, actor: HOUSE }]);
  }

  /** Once for each time that a case comes into the stage. */
  private async ask(
    unit: WorkUnit,
    { draft, facts, found }: FoundCase,
    { inbox, within }: Proof,
    address: { readonly scheme: string; readonly value: string },
  ): Promise<void> {
    const lifetimeMs = spanMs(within);
    const { name } = this.settings.deskSettings;
    const language = languageOf(facts, this.profiles.current().desk);
    const write = (code: string) => writeProof(language, name, code, Math.ceil(lifetimeMs / HOUR_MS));
    const id = eventIdOf(`stage-proof:${draft.id}:${found.stageSeq}`);
    const missed = eventIdOf(`stage-proof-missed:${id}`);
    if ((await unit.transaction.query('select from entries where id = $1::uuid', [missed])).length > 0) return;
    try {
      await this.confirmations.askIn(unit, draft, { id, ...address, inboxId: inbox, lifetimeMs, write }, HOUSE);
    } catch (error) {
      // Said before anything was changed.
      if (!(error instanceof PermanentError)) throw error;
      const data = { address: address.value, reason: error.code, fault: error.message };
      record(unit, draft, { code: 'proof.not_asked', text: `No code was sent to ${address.value}: ${error.message}.`, data }, missed);
    }
  }

  private async hear(unit: WorkUnit, draft: TicketDraft, heard: { scheme: string; value: string; code: string }): Promise<void> {
    const outcome = await this.confirmations.hear(unit, draft, heard, HOUSE).catch((error: unknown) => {
      if (!(error instanceof PermanentError)) throw error;
      const data = { reason: error.code, fault: error.message };
      record(unit, draft, { code: 'proof.not_taken', text: `The code that came back proves nothing: ${error.message}.`, data });
    });
    const { scheme, value } = heard;
    if (outcome === 'right')
      record(unit, draft, {
        code: 'contact.address_proved',
        text: `The contact has proved that ${scheme} ${value} is his.`,
        data: { scheme, value },
      });
    if (outcome === 'wrong')
      record(unit, draft, { code: 'proof.code_wrong', text: 'The code that came back is not the one that was sent.', data: {} });
  }
}

function record(
  unit: WorkUnit,
  draft: TicketDraft,
  told: { readonly code: RecordCode; readonly text: string; readonly data: Record<string, unknown> },
  id: string = randomUUID(),
): void {
  unit.addEntry(draft, null, (seq) => toRecordEntry({ id, ticketId: draft.id, seq, direction: 'system', actor: HOUSE, ...told }, unit.now));
}
