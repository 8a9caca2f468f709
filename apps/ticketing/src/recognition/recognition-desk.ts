import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { Effects } from '../idempotency/effects.js';
import type { Actor } from '../tickets/actor.js';
import { readyCategories } from './category-phrases.js';
import type { Example } from './classifier/train.js';
import { ExampleRepository } from './example.repository.js';
import { judgeTicket } from './judge-ticket.js';
import { ModelRepository, type ModelView } from './model.repository.js';
import { ModelsInForce } from './models-in-force.js';
import type { LearnedKind, Recognised, RecognisedKind } from './recogniser.js';

/** What people ask of recognition, and tell it. */
@Injectable()
export class RecognitionDesk {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly models: ModelRepository,
    private readonly inForce: ModelsInForce,
    private readonly examples: ExampleRepository,
    private readonly effects: Effects,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What words would be recognised as, in a new ticket of nobody. */
  async read(text: string, plan: string | null): Promise<Readonly<Record<RecognisedKind, Recognised | null>>> {
    const models = await this.inForce.current(this.database.sql);
    const facts = {
      language: null,
      category: null,
      mood: null,
      urgency: null,
      priority: 'normal' as const,
      tags: [],
      contact: { language: null, plan },
    };
    const { recognised } = judgeTicket(this.profiles.current().desk, models, facts, { text, last: text, voice: null, opened: true });
    const { language = null, category = null, urgency = null, mood = null } = recognised;
    return { language, category, urgency, mood };
  }

  /** Throws `PermanentError` (`model_unknown`). */
  async use(kind: LearnedKind, version: number): Promise<ModelView> {
    await this.effects.run((transaction) => this.models.use(transaction, kind, version, this.clock.now()));
    return (await this.models.find(kind, version))!;
  }

  /** Throws `PermanentError` (`label_unknown`). */
  async addExamples(kind: LearnedKind, items: readonly Example[], actor: Actor): Promise<void> {
    const { desk } = this.profiles.current();
    const known = new Set(kind === 'category' ? readyCategories(desk.categories).nodes.map(({ key }) => key) : Object.keys(desk.urgent));
    const unknown = [...new Set(items.map(({ label }) => label).filter((label) => !known.has(label)))];
    if (unknown.length > 0)
      throw new PermanentError(`the desk has no ${kind} ${unknown.slice(0, 5).join(', ')}`, {
        code: 'label_unknown',
        hint: `one of: ${[...known].join(', ') || 'none is defined'}`,
      });
    const examples = items.map(({ text, label }) => ({ kind, ticketId: null, text, label }));
    await this.effects.run((transaction) => this.examples.insert(transaction, examples, { source: 'import', actor }, this.clock.now()));
  }
}
