import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { SealedDuty } from './sealed-duty.js';

/** Boxes that only a few look into, and who is told of them. */
@Module({ imports: [DeskWorkModule], providers: [SealedDuty] })
export class SealedModule {}
