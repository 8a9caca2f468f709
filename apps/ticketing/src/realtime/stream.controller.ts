import { Get, Headers, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Needs } from '../agents/access.guard.js';
import { Authenticator } from '../agents/authenticator.js';
import { Answers } from '../http/answers.js';
import { ApiController } from '../http/api-controller.js';
import { reads } from '../http/read-input.js';
import { principalOf } from '../agents/principal.js';
import { EventFeed } from './event-feed.js';
import { SsePipe } from './sse-pipe.js';
import { identifyViewer, toStreamViewer } from './stream-viewer.js';

const StreamQuery = z.strictObject({
  since: z.string().max(1_000).optional().describe('the cursor of the last message seen; absent: from now on'),
});
type StreamQuery = z.infer<typeof StreamQuery>;

@ApiController('stream', 'stream')
export class StreamController {
  constructor(
    private readonly feed: EventFeed,
    private readonly authenticator: Authenticator,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Ticket events as they happen',
    description:
      'As a WebSocket when asked to upgrade, else as server-sent events. Each message is {cursor, event}: event is a CloudEvents envelope (docs/events.md); heartbeats have none. {cursor, typing: {ticketId, number, inboxId, on, expiresInMs}} tells that a contact types: kept nowhere, over by itself, told only to who may see the ticket; {cursor, viewer: {ticketId, number, agentId, name, typing, expiresInMs}} likewise, that another agent looks at a ticket. Whoever comes back with the last cursor misses nothing and gets nothing twice. A socket is closed with 1013 when its client is too slow, 4401 when its login ended, 4410 when its cursor expired.',
    produces: 'text/event-stream',
    problems: { cursor_invalid: 400, cursor_expired: 410 },
  })
  @Get()
  async stream(
    @Query(reads(StreamQuery)) { since }: StreamQuery,
    @Req() request: Request,
    @Res() response: Response,
    @Headers('Last-Event-ID') lastEventId?: string,
  ): Promise<void> {
    const position = await this.feed.locate(lastEventId ?? since);
    const identify = () => identifyViewer(this.authenticator, request);
    const leave = this.feed.join(new SsePipe(response), position, toStreamViewer(principalOf(request)), identify);
    response.once('close', leave);
    if (response.destroyed) leave();
  }
}
