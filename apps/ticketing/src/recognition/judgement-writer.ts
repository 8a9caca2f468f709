import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { WantedTask } from '#contracts';
import type { Desk } from '../desk/desk-schema.js';
import { pickText } from '../desk/schema/texts.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Judgement } from './judge-ticket.js';
import { type Prediction, PredictionRepository } from './prediction.repository.js';
import type { RecognisedKind } from './recogniser.js';

const PAUSE_EVERY = 5;

export interface JudgedTicket {
  readonly facts: TicketFacts;
  readonly judgement: Judgement;
}

/** Writes what was recognised: fields of tickets, why, and what is to be done at once with urgent ones. */
@Injectable()
export class JudgementWriter {
  constructor(
    private readonly facts: TicketFactsReader,
    private readonly changer: TicketChanger,
    private readonly predictions: PredictionRepository,
    private readonly tasks: TaskRepository,
  ) {}

  /** Returns what was written, ticket by ticket. */
  async write(
    unit: WorkUnit,
    desk: Desk,
    heard: readonly TicketFacts[],
    judge: (facts: TicketFacts) => Judgement,
  ): Promise<JudgedTicket[]> {
    const judged: JudgedTicket[] = [];
    for (const facts of heard) {
      judged.push({ facts, judgement: judge(facts) });
      // A batch of long messages must not hold up whoever asks this process something.
      if (judged.length % PAUSE_EVERY === 0) await setImmediate();
    }
    const toChange = judged.filter(({ judgement }) => Object.keys(judgement.edit).length > 0).map(({ facts }) => facts.id);
    const drafts = await unit.lock(toChange);
    // An agent may have said something while it was judged: what holds is what stands when nobody else can change it.
    const locked = await this.facts.read(unit.transaction, toChange);
    const final = judged.map((one) => {
      const facts = locked.get(one.facts.id);
      return facts === undefined || facts.version === one.facts.version ? one : { facts, judgement: judge(facts) };
    });
    const changes = drafts.flatMap((draft) => {
      const one = final.find(({ facts }) => facts.id === draft.id);
      return one === undefined ? [] : [{ draft, edit: one.judgement.edit }];
    });
    await this.changer.change(unit, changes, { actor: { kind: 'system' }, reason: 'recognised' });
    await this.predictions.write(unit.transaction, final.flatMap(toPredictions), unit.now);
    await this.tasks.insert(
      unit.transaction,
      final.flatMap(({ facts, judgement }) => tasksOf(desk, facts, judgement, unit.now)),
      unit.now,
    );
    return final;
  }
}

function toPredictions({ facts, judgement }: JudgedTicket): Prediction[] {
  return Object.entries(judgement.recognised).map(([kind, one]) => ({ ...one, ticketId: facts.id, kind: kind as RecognisedKind }));
}

/** What is to be done at once with an urgent ticket, on the message that made it so. */
function tasksOf(desk: Desk, facts: TicketFacts, { urgent }: Judgement, now: Date): { entryId: string; task: WantedTask }[] {
  const { steps = [] } = urgent === null ? {} : (desk.urgent[urgent] ?? {});
  return steps.map(({ key, text, withinMinutes }) => ({
    entryId: facts.message!.entryId,
    task: {
      key: `urgent:${key}`,
      kind: 'urgent',
      text: pickText(text, desk.languages[0]),
      ...(withinMinutes === undefined ? {} : { dueAt: new Date(now.getTime() + withinMinutes * 60_000).toISOString() }),
    },
  }));
}
