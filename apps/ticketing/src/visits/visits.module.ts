import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { TemplatesModule } from '../templates/templates.module.js';
import { VisitDesk } from './visit-desk.js';

/** Who comes to a branch in person. */
@Module({ imports: [DeskWorkModule, TemplatesModule], providers: [VisitDesk], exports: [VisitDesk] })
export class VisitsModule {}
