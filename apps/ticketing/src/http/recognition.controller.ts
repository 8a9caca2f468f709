import { Body, Get, Inject, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { ModelRepository } from '../recognition/model.repository.js';
import { PredictionRepository } from '../recognition/prediction.repository.js';
import { type LearnedKind, LEARNED } from '../recognition/recogniser.js';
import { RecognitionDesk } from '../recognition/recognition-desk.js';
import { Trainer } from '../recognition/trainer.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { ModelShape, NewExamples, NewModel, ReadWordsShape, RecognitionShape, Words } from './shapes/recognition.js';

const LIVE_MS = 30 * 86_400_000;

/** How well the desk reads its customers' words, and what it learns from. */
@ApiController('recognition', 'recognition')
export class RecognitionController {
  constructor(
    private readonly desk: RecognitionDesk,
    private readonly models: ModelRepository,
    private readonly predictions: PredictionRepository,
    private readonly trainer: Trainer,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Models, measured on held-out examples, and how predictions fared', shape: RecognitionShape })
  @Get()
  async get() {
    const since = new Date(this.clock.now().getTime() - LIVE_MS);
    return { models: await this.models.list(), live: await this.predictions.measure(since) };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'What words would be recognised as', description: 'Changes nothing.', shape: ReadWordsShape })
  @Post('checks')
  async check(@Body(reads(Words)) { text, plan }: Words) {
    return this.desk.read(text, plan ?? null);
  }

  @Needs('admin')
  @Answers({
    summary: 'Learn anew, now',
    description: 'From the desk’s file, imported examples and agents’ corrections; in seconds, in this process. In force when it answers.',
    status: 201,
    shape: ModelShape,
    problems: { examples_too_few: 422 },
  })
  @Post('models')
  async train(@Body(reads(NewModel)) { kind, reason }: NewModel) {
    return this.trainer.train(kind, reason ?? 'asked for');
  }

  @Needs('admin')
  @Answers({
    summary: 'Put a former model in force again',
    description: 'Until the next one is learned.',
    shape: ModelShape,
    problems: { model_unknown: 404 },
  })
  @Post('models/:kind/:version/use')
  async use(@Param('kind') kind: string, @Param('version') version: string) {
    if (!LEARNED.includes(kind as LearnedKind) || !/^\d{1,9}$/.test(version))
      throw new PermanentError(`there is no model ${version} of ${kind}`, {
        code: 'model_unknown',
        hint: 'GET /api/v1/recognition lists them',
      });
    return this.desk.use(kind as LearnedKind, Number(version));
  }

  @Needs('admin')
  @Answers({ summary: 'Labelled examples from elsewhere', status: 204, problems: { label_unknown: 422 } })
  @Post('examples')
  async addExamples(@Body(reads(NewExamples)) { kind, items }: NewExamples, @Req() request: Request): Promise<void> {
    await this.desk.addExamples(kind, items, principalOf(request).actor);
  }
}
