import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Desk } from '../desk/desk-schema.js';
import { Effects } from '../idempotency/effects.js';
import { examplesOf } from './category-phrases.js';
import { toBytes } from './classifier/stored-classifier.js';
import { trainBeside, type Example } from './classifier/train.js';
import { ExampleRepository } from './example.repository.js';
import { ModelRepository, type ModelView } from './model.repository.js';
import { LEARNED, type LearnedKind } from './recogniser.js';

/** Of fewer nothing is learned: phrases say more. */
export const LEAST_EXAMPLES = 20;
const LEAST_LABELS = 2;

interface Lesson {
  readonly examples: readonly Example[];
  readonly hints: readonly Example[];
  readonly seeds: string;
}

/** Learns models from the desk's file and from what people said; in this process, beside its other work, in seconds. */
@Injectable()
export class Trainer {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly examples: ExampleRepository,
    private readonly models: ModelRepository,
    private readonly effects: Effects,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In force when it returns. Throws `PermanentError` (`examples_too_few`). */
  async train(kind: LearnedKind, reason: string): Promise<ModelView> {
    const { version, desk } = this.profiles.current();
    const { examples, hints, seeds } = await this.lessonOf(kind, desk);
    const labels = new Set([...examples, ...hints].map(({ label }) => label)).size;
    if (examples.length < LEAST_EXAMPLES || labels < LEAST_LABELS)
      throw new PermanentError(`${examples.length} examples of ${labels} labels are too few to learn ${kind} from`, {
        code: 'examples_too_few',
        hint: `it takes ${LEAST_EXAMPLES} of ${LEAST_LABELS} labels: examples in the desk's file, POST /api/v1/recognition/examples, or agents who correct tickets`,
      });
    const madeAt = this.clock.now();
    const classifier = await trainBeside(examples, desk.recognition.category.wantedRight, hints);
    const { report, threshold } = classifier.calibration;
    const model = {
      kind,
      madeAt,
      reason,
      deskVersion: version,
      seeds,
      examples: examples.length,
      labels,
      report: { ...report, threshold },
      bytes: toBytes(classifier),
    };
    const number = await this.effects.run((transaction) => this.models.insert(transaction, model));
    return (await this.models.find(kind, number))!;
  }

  /** Learns anew what has new examples, or another desk file. One process at a time does; returns what was learned. */
  async trainDue(): Promise<ModelView[]> {
    const due: LearnedKind[] = [];
    for (const kind of LEARNED) if (await this.isDue(kind)) due.push(kind);
    if (due.length === 0) return [];
    return this.database.run(async (transaction) => {
      const [turn] = await transaction.query<{ mine: boolean }>(
        `select pg_try_advisory_xact_lock(hashtextextended('recognition-training', 0)) as mine`,
      );
      const made: ModelView[] = [];
      // Another process may have done it since.
      if (turn!.mine) for (const kind of due) if (await this.isDue(kind)) made.push(await this.train(kind, 'by itself'));
      return made;
    });
  }

  private async isDue(kind: LearnedKind): Promise<boolean> {
    const { desk } = this.profiles.current();
    if (!desk.recognition.category.on) return false;
    const newest = await this.models.findNewest(kind);
    const { seeds, examples } = seedsOf(kind, desk);
    const fresh = await this.examples.count(kind, newest?.madeAt ?? null);
    const all = examples.length + (newest === null ? fresh : await this.examples.count(kind, null));
    if (all < LEAST_EXAMPLES) return false;
    if (newest === null) return (await this.lessonOf(kind, desk)).examples.some(({ label }, _, [first]) => label !== first!.label);
    return newest.seeds !== seeds || fresh >= desk.recognition.category.retrainAfter;
  }

  private async lessonOf(kind: LearnedKind, desk: Desk): Promise<Lesson> {
    const seeds = seedsOf(kind, desk);
    const said = await this.examples.list(kind);
    return { ...seeds, examples: [...seeds.examples, ...said] };
  }
}

function seedsOf(kind: LearnedKind, desk: Desk): Lesson {
  const { examples, hints } = kind === 'category' ? examplesOf(desk.categories) : { examples: [], hints: [] };
  return {
    examples,
    hints,
    seeds: createHash('sha256')
      .update(JSON.stringify([examples, hints]))
      .digest('hex'),
  };
}
