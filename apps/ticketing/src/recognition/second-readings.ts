import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { LOGGER, type Logger, SETTINGS, type Settings } from '#runtime';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import type { JudgedTicket } from './judgement-writer.js';
import { CallBudget } from './language-model/call-budget.js';
import { LanguageModel } from './language-model/language-model.js';
import type { SecondOpinion, SecondReader } from './recogniser.js';
import { SecondWords, type SecondWish } from './second-words.js';

const KIND = 'second-reading';
const AT_ONCE = 4;
/** More wait nowhere: what this process recognised stands. */
const MOST_WAITING = 200;
/** A question that its process never came back from, so often, is asked by nobody more. */
const MOST_TRIES = 3;
/** Beside the asking itself: reading the thread, writing what came of it. */
const MARGIN_MS = 5_000;

/** A wish with its timer, which stays until there is an answer or none is to come. */
interface HeldWish extends SecondWish {
  readonly key: string;
}

/**
 * Asks an outside language model what this process was unsure about, where the settings have one: beside the ticket's way, never in it. What was recognised
 * here stands at once; an answer that counts is added when it comes. Nothing of sealed inboxes or confidential tickets goes out. A wish is lent to the process
 * that takes it: when that dies over it another one asks, some time later.
 */
@Injectable()
export class SecondReadings implements OnModuleInit, OnModuleDestroy {
  private readonly reader: SecondReader | null;
  private readonly waiting: HeldWish[] = [];
  private readonly held = new Set<string>();
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
    this.timers.handle(KIND, async (unit, due) => {
      for (const timer of due) await this.borrow(unit, timer);
      this.start();
    });
  }

  /** Until when it should have been answered it is this process's alone. */
  private async borrow({ transaction, now }: WorkUnit, { key, ticketId, data }: Timer): Promise<void> {
    const tries = Number(data['tries'] ?? 0);
    if (tries >= MOST_TRIES || (this.waiting.length >= MOST_WAITING && !this.held.has(key))) return;
    const turns = Math.ceil((this.waiting.length + this.running.size + 1) / AT_ONCE);
    const dueAt = new Date(now.getTime() + turns * this.settings.recognition.llm.timeoutMs + MARGIN_MS);

    await this.timers.set(transaction, [{ kind: KIND, key, ticketId, dueAt, data: { ...data, tries: tries + 1 } }]);
    // It takes longer than it should, but it lives.
    if (this.held.has(key)) return;
    this.held.add(key);
    this.waiting.push({ key, ticketId: ticketId!, entryId: String(data['entryId']), opened: data['opened'] === true });
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
        allowed.has(id)
          ? [{ kind: KIND, key: `${id}:${message!.entryId}`, ticketId: id, dueAt: unit.now, data: { entryId: message!.entryId, opened } }]
          : [],
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

  /** What goes wrong on our side leaves the wish to whoever looks when its time is over. */
  private async readOne(wish: HeldWish): Promise<void> {
    try {
      const opinion = await this.findOpinion(wish);
      await this.work.run(async (unit) => {
        await this.timers.cancel(unit.transaction, KIND, [wish.key]);
        if (Object.keys(opinion).length > 0) await this.words.write(unit, wish, opinion);
      });
    } catch (error) {
      this.log.warn('what the language model said was not kept; it is asked again', { ticketId: wish.ticketId, error });
    } finally {
      this.held.delete(wish.key);
    }
  }

  private async findOpinion(wish: HeldWish): Promise<SecondOpinion> {
    const asked = await this.work.run(async (unit) => {
      // Waits for the transaction that lends it: what is taken away before it is written would stay.
      await unit.transaction.query('select from timers where kind = $1 and key = $2 for share', [KIND, wish.key]);
      return this.words.prepare(unit, wish);
    });
    if (asked === null) return {};
    if (!(await this.budget.take(this.settings.recognition.llm.perMinute))) {
      this.log.debug('the language model was asked often enough this minute', { ticketId: wish.ticketId });
      return {};
    }
    try {
      return await this.reader!.read(asked.words, asked.offered);
    } catch (error) {
      this.log.warn('the language model gave no answer that counts; what was recognised here stands', { ticketId: wish.ticketId, error });
      return {};
    }
  }
}
