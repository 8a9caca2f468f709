import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { CorrectionFollower } from './correction-follower.js';
import { ExampleRepository } from './example.repository.js';
import { JudgementWriter } from './judgement-writer.js';
import { CallBudget } from './language-model/call-budget.js';
import { ModelRepository } from './model.repository.js';
import { ModelsInForce } from './models-in-force.js';
import { PredictionRepository } from './prediction.repository.js';
import { RecognitionDesk } from './recognition-desk.js';
import { RecognitionFollower } from './recognition-follower.js';
import { SecondReadings } from './second-readings.js';
import { SecondWords } from './second-words.js';
import { Trainer } from './trainer.js';

const services = [ExampleRepository, ModelRepository, ModelsInForce, PredictionRepository, RecognitionDesk, Trainer];

/** Category, urgency, language and mood from customers' words. */
@Module({
  imports: [DeskWorkModule],
  providers: [...services, CallBudget, CorrectionFollower, JudgementWriter, RecognitionFollower, SecondReadings, SecondWords],
  exports: services,
})
export class RecognitionModule {}
