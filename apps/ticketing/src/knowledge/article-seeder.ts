import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { advisoryKeyOf, DATABASE, type Database } from '#database';
import { LOGGER, type Logger } from '#runtime';
import { type DeskProfile, DeskProfiles } from '../desk/desk-profiles.js';
import { ArticleWriter } from './article-writer.js';

const AT_ONCE = 200;

/** Brings the articles of the desk's file into the help, when it begins and whenever the desk changes. */
@Injectable()
export class ArticleSeeder implements OnModuleInit, OnModuleDestroy {
  private stop: () => void = () => undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly profiles: DeskProfiles,
    private readonly writer: ArticleWriter,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    this.stop = this.profiles.onChange((profile) => {
      this.last = this.last
        .then(() => this.seed(profile))
        .catch((error: unknown) => this.log.error('the help was not brought up to the desk', { error }));
    });
    await this.seed(this.profiles.current());
  }

  async onModuleDestroy(): Promise<void> {
    this.stop();
    await this.last;
  }

  /** Settles when what the desk in force brings is there. */
  async settled(): Promise<void> {
    await this.last;
  }

  /** Several processes come one after the other; the later find it done. */
  private async seed({ version, desk }: DeskProfile): Promise<void> {
    const articles = Object.entries(desk.knowledge.articles).map(([key, content]) => ({ key, content }));
    for (let from = 0; from < articles.length; from += AT_ONCE)
      await this.database.run(async (transaction) => {
        await transaction.query('select pg_advisory_xact_lock($1::bigint)', [advisoryKeyOf('knowledge-seeds')]);
        const actor = { kind: 'system' as const, displayName: 'desk' };
        const note = `desk version ${version}`;
        await this.writer.write(transaction, articles.slice(from, from + AT_ONCE), { publish: true, leaveChanged: true, actor, note });
      });
  }
}
