import { DATABASE, type Database } from '#database';
import { type AdminCommand, type AdminContext, CLOCK, type Clock, readOption, UsageError } from '#runtime';
import { noteCommand } from './audit/note-command.js';
import type { DeskProfiles } from './desk/desk-profiles.js';
import { EMPTY_DESK } from './desk/desk-schema.js';
import { DeskVersionRepository } from './desk/desk-version.repository.js';
import { readDesk } from './desk/read-desk.js';
import { ExampleRepository } from './recognition/example.repository.js';
import { ModelRepository, type ModelView } from './recognition/model.repository.js';
import { LEARNED, type LearnedKind } from './recognition/recogniser.js';
import { Trainer } from './recognition/trainer.js';
import { Effects } from './idempotency/effects.js';
import { RequestRepository } from './idempotency/request.repository.js';

/** What recognition learned: learn anew, see the models and how well they read, go back to one. Running processes read it with their next batch. */
const recognition: AdminCommand = {
  name: 'recognition',
  usage: 'retrain|versions|use [VERSION] [--kind category|urgency]',
  options: ['kind'],
  words: 2,
  summary:
    'learns anew from the desk’s file and agents’ corrections, lists the models with what they were measured at, or puts a former one in force',
  async run(args, context) {
    const [what, version] = args.words;
    const kind = readKind(readOption(args, 'kind'));
    const database = await context.resolve<Database>(DATABASE);
    const models = new ModelRepository(database);
    if (what === 'versions' && version === undefined) return list(models, context);
    if (what === 'retrain' && version === undefined) {
      const began = performance.now();
      const made = await (await openTrainer(context, models)).train(kind, 'admin recognition retrain');
      await noteCommand(context, 'recognition retrain', { kind, version: String(made.version) });
      context.print(describe(made));
      return context.print(`learned in ${((performance.now() - began) / 1_000).toFixed(1)} s; it is in force`);
    }
    if (what === 'use' && version !== undefined && /^\d{1,9}$/.test(version)) {
      const clock = await context.resolve<Clock>(CLOCK);
      await database.run((transaction) => models.use(transaction, kind, Number(version), clock.now()));
      await noteCommand(context, 'recognition use', { kind, version });
      return context.print(`model ${version} of ${kind} is in force until the next one is learned`);
    }
    throw new UsageError('retrain, versions, or use with the number of a version?');
  },
};

async function list(models: ModelRepository, context: AdminContext): Promise<void> {
  const found = await models.list();
  for (const model of found) context.print(describe(model));
  if (found.length === 0) context.print('nothing was learned yet: admin -- recognition retrain');
}

function describe({ kind, version, madeAt, inForceSince, reason, examples, labels, report }: ModelView): string {
  const measured = `${share(report.coverage)} labelled, ${share(report.rightWhereSure)} of these right`;
  const state = inForceSince === null ? '          ' : 'in force  ';
  return `${state}${kind} ${version}  ${madeAt.toISOString()}  ${examples} examples of ${labels} labels  ${measured}  (${reason})`;
}

function share(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

function readKind(given: string | undefined): LearnedKind {
  const kind = LEARNED.find((each) => each === (given ?? 'category'));
  if (kind === undefined) throw new UsageError(`--kind is one of ${LEARNED.join(', ')}`);
  return kind;
}

async function openTrainer(context: AdminContext, models: ModelRepository): Promise<Trainer> {
  const database = await context.resolve<Database>(DATABASE);
  const clock = await context.resolve<Clock>(CLOCK);
  const stored = await new DeskVersionRepository(database).findLatest();
  const profile = { version: stored?.version ?? 0, desk: (stored === null ? null : readDesk(stored.desk).desk) ?? EMPTY_DESK };
  const profiles = { current: () => profile } as unknown as DeskProfiles;
  const effects = new Effects(database, new RequestRepository(database));
  return new Trainer(profiles, new ExampleRepository(database), models, effects, database, clock);
}

export const adminCommands: readonly AdminCommand[] = [recognition];
