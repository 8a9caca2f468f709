import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { CallNotes } from './call-notes.js';
import { TemplateRenderer } from './template-renderer.js';
import { TemplateWork } from './template-work.js';

/** Words that are ready to be sent or said. */
@Module({
  imports: [DeskWorkModule],
  providers: [CallNotes, TemplateRenderer, TemplateWork],
  exports: [CallNotes, TemplateRenderer, TemplateWork],
})
export class TemplatesModule {}
