import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { RequestTypesModule } from '../request-types/request-types.module.js';
import { ProgressReader } from './progress-reader.js';

/** How a ticket stands, by a signed link. */
@Module({ imports: [DeskWorkModule, RequestTypesModule], providers: [ProgressReader], exports: [ProgressReader] })
export class ProgressModule {}
