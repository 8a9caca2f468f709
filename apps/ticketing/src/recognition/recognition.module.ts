import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { CorrectionFollower } from './correction-follower.js';
import { ExampleRepository } from './example.repository.js';
import { ModelRepository } from './model.repository.js';
import { ModelsInForce } from './models-in-force.js';
import { PredictionRepository } from './prediction.repository.js';
import { RecognitionDesk } from './recognition-desk.js';
import { RecognitionFollower } from './recognition-follower.js';
import { Trainer } from './trainer.js';

const services = [ExampleRepository, ModelRepository, ModelsInForce, PredictionRepository, RecognitionDesk, Trainer];

/** Category, urgency, language and mood from customers' words. */
@Module({ imports: [DeskWorkModule], providers: [...services, CorrectionFollower, RecognitionFollower], exports: services })
export class RecognitionModule {}
