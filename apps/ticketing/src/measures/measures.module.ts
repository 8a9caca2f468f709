import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { MeasureRepository } from './measure.repository.js';
import { MeasureService } from './measure.service.js';

/** Remote assistance and risky steps: nothing begins before the customer has consented. */
@Module({ imports: [DeskWorkModule], providers: [MeasureRepository, MeasureService], exports: [MeasureRepository, MeasureService] })
export class MeasuresModule {}
