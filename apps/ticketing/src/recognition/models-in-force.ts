import { Inject, Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { LOGGER, type Logger } from '#runtime';
import { fromBytes } from './classifier/stored-classifier.js';
import type { Models } from './judge-ticket.js';
import type { ModelInForce } from './local-recogniser.js';
import { ModelRepository } from './model.repository.js';
import type { LearnedKind } from './recogniser.js';

/** The models in force, in memory; another process's newer one is read when it is looked for. */
@Injectable()
export class ModelsInForce {
  private models: Partial<Record<LearnedKind, ModelInForce>> = {};

  constructor(
    private readonly stored: ModelRepository,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async current(sql: Sql): Promise<Models> {
    for (const { kind, version } of await this.stored.findInForce(sql))
      if (this.models[kind]?.version !== version) await this.load(sql, kind, version);
    return this.models;
  }

  private async load(sql: Sql, kind: LearnedKind, version: number): Promise<void> {
    const bytes = await this.stored.read(sql, kind, version);
    if (bytes === null) return;
    try {
      const classifier = fromBytes(bytes);
      const { threshold } = classifier.calibration;
      this.models = { ...this.models, [kind]: { version, threshold, classify: (text: string) => classifier.classify(text) } };
    } catch (error) {
      // Written by a newer program: the one before stays, phrases work without any.
      this.log.error('a stored model cannot be read; the one before stays', { kind, version, error });
    }
  }
}
