import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AgentsModule } from '../agents/agents.module.js';
import { ContactErasure } from '../contacts/contact-erasure.js';
import { ContactExport } from '../contacts/contact-export.js';
import { DESK_ROOMS } from '../desk-rooms.js';
import { DeskWorkModule } from '../desk-work.module.js';
import { ArticleUploads } from '../knowledge/article-uploads.js';
import { HelpRate, OpinionRate } from '../knowledge/help-rate.js';
import { ProgressFiles } from '../progress/progress-files.js';
import { ProgressMessages } from '../progress/progress-messages.js';
import { InboxLag } from '../inboxes/inbox-lag.js';
import { RealtimeModule } from '../realtime/realtime.module.js';
import { EntryDocument } from '../showing/entry-document.js';
import { ImageLinks } from '../showing/image-links.js';
import { RecordingAccesses } from '../showing/recording-accesses.js';
import { RemoteImages } from '../showing/remote-images/remote-images.js';
import { TicketingServicesModule } from '../ticketing-services.module.js';
import { API_CONTROLLERS } from './api-controllers.js';
import { DocsController } from './openapi/docs.controller.js';
import { SurveyLinkController } from './survey-link.controller.js';
import { RootController } from './openapi/root.controller.js';
import { Idempotency } from './idempotency.js';
import { ProblemFilter } from './problem.filter.js';
import { ResponseMarks } from './response-marks.js';

/** The API: maps the domain to HTTP and back, decides nothing. */
@Module({
  imports: [TicketingServicesModule, DeskWorkModule, ...DESK_ROOMS, AgentsModule, RealtimeModule],
  controllers: [...API_CONTROLLERS, DocsController, SurveyLinkController, RootController],
  providers: [
    ArticleUploads,
    ContactErasure,
    ContactExport,
    HelpRate,
    OpinionRate,
    Idempotency,
    InboxLag,
    ProgressFiles,
    ProgressMessages,
    EntryDocument,
    ImageLinks,
    RecordingAccesses,
    RemoteImages,
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class TicketingHttpModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(ResponseMarks).forRoutes('{*path}');
  }
}
