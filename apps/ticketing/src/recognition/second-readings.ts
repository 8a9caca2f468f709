import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { LOGGER, type Logger, SETTINGS, type Settings } from '#runtime';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import type { JudgedTicket } from './judgement-writer.js';
import { CallBudget } from './language-model/call-budget.js';
import { LanguageModel } from './language-model/language-model.js';
import type { SecondReader } from './recogniser.js';
import { SecondWords, type SecondWish } from './second-words.js';

const KIND = 'second-reading';
const AT_ONCE = 4;
/** More wait nowhere: what this process recognised stands. */
const MOST_WAITING = 200;

/**
 * Asks an outside language model what this process was unsure about, where the settings have one: beside the ticket's way, never in it. What was recognised
 * here stands at once; an answer that counts is added when it comes. Nothing of sealed inboxes or confidential tickets goes out, and a wish that dies with
 * its process is not asked again.
 */
@Injectable()
export class SecondReadings implements OnModuleInit, OnModuleDestroy {
  private readonly reader: SecondReader | null;
  private readonly waiting: SecondWish[] = [];
  private readonly running = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly timers: Timers,
    private readonly work: TicketWork,
    private readonly words: SecondWords,
    private readonly budget: CallBudget,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    const { llm } = settings.recognition;
    this.reader = llm.url === undefined ? null : new LanguageModel({ ...llm, url: llm.url });
  }

  onModuleInit(): void {
    this.timers.handle(KIND, (_unit, due) => {
      for (const { ticketId, data } of due) {
        if (this.waiting.length >= MOST_WAITING) break;
        this.waiting.push({ ticketId: ticketId!, entryId: String(data['entryId']), opened: data['opened'] === true });
      }
      this.start();
      return Promise.resolve();
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    this.waiting.length = 0;
    await Promise.all(this.running);
  }

  /** Nothing is asked any more, or waits to be. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** In the transaction that wrote what was recognised here. */
  async ask(unit: WorkUnit, judged: readonly (JudgedTicket & { readonly opened: boolean })[]): Promise<void> {
    if (this.reader === null) return;
    const wishes = judged.filter(({ facts, judgement }) => this.words.kindsFor(facts, judgement.recognised).length > 0);
    const allowed = await this.words.findAllowed(
      unit,
      wishes.map(({ facts }) => facts),
    );
    await this.timers.set(
      unit.transaction,
      wishes.flatMap(({ facts: { id, message }, opened }) =>
        allowed.has(id) ? [{ kind: KIND, key: id, ticketId: id, dueAt: unit.now, data: { entryId: message!.entryId, opened } }] : [],
      ),
    );
  }

  private start(): void {
    while (!this.stopped && this.running.size < AT_ONCE && this.waiting.length > 0) {
      const one = this.readOne(this.waiting.shift()!).finally(() => {
        this.running.delete(one);
        this.start();
      });
      this.running.add(one);
    }
  }

  /** Whatever goes wrong: what was recognised here stands. */
  private async readOne(wish: SecondWish): Promise<void> {
    try {
      const asked = await this.work.run((unit) => this.words.prepare(unit, wish));
      if (asked === null) return;
      if (!(await this.budget.take(this.settings.recognition.llm.perMinute))) {
        this.log.debug('the language model was asked often enough this minute', { ticketId: wish.ticketId });
        return;
      }
      const opinion = await this.reader!.read(asked.words, asked.offered);
      if (Object.keys(opinion).length > 0) await this.work.run((unit) => this.words.write(unit, wish, opinion));
    } catch (error) {
      this.log.warn('the language model gave no answer that counts; what was recognised here stands', { ticketId: wish.ticketId, error });
    }
  }
}
