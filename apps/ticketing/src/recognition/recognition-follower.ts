import { setImmediate } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { WantedTask } from '#contracts';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Desk } from '../desk/desk-schema.js';
import { pickText } from '../desk/schema/texts.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type Judgement, judgeTicket } from './judge-ticket.js';
import { ModelsInForce } from './models-in-force.js';
import { type Prediction, PredictionRepository } from './prediction.repository.js';
import type { RecognisedKind } from './recogniser.js';
import { readTicketWords } from './ticket-words.js';

const FIRST = 10;
const PAUSE_EVERY = 5;

/** Before all others who follow tickets: says what customers' words are about, so that rules and routing know it. */
@Injectable()
export class RecognitionFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly models: ModelsInForce,
    private readonly changer: TicketChanger,
    private readonly predictions: PredictionRepository,
    private readonly tasks: TaskRepository,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'recognition', order: FIRST, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { desk } = this.profiles.current();
    const opened = new Set(happenings.filter(({ type }) => type === 'ticket.opened.v1').map(({ ticketId }) => ticketId));
    const wrote = happenings.filter(({ type, data }) => type === 'ticket.entry_added.v1' && data['direction'] === 'inbound');
    const ids = [...new Set([...opened, ...wrote.map(({ ticketId }) => ticketId)])];
    const found = await this.facts.read(unit.transaction, ids);
    const heard = [...found.values()].filter(({ folded, quarantined, message }) => !folded && !quarantined && message !== null);
    if (heard.length === 0) return;
    const words = await readTicketWords(
      unit.transaction,
      heard.map(({ id }) => id),
    );
    const models = await this.models.current(unit.transaction);
    const judge = (facts: TicketFacts) =>
      judgeTicket(desk, models, facts, {
        text: words.get(facts.id) ?? '',
        last: lastWords(facts, opened.has(facts.id)),
        opened: opened.has(facts.id),
      });
    await this.write(unit, desk, heard, judge);
  }

  private async write(unit: WorkUnit, desk: Desk, heard: readonly TicketFacts[], judge: (facts: TicketFacts) => Judgement): Promise<void> {
    const judged: { facts: TicketFacts; judgement: Judgement }[] = [];
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
  }
}

/** The subject of a mail is its first words. */
function lastWords({ subject, message }: TicketFacts, opened: boolean): string {
  return opened ? `${subject}\n${message!.text}` : message!.text;
}

function toPredictions({ facts, judgement }: { readonly facts: TicketFacts; readonly judgement: Judgement }): Prediction[] {
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
