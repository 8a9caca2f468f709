import { Get } from '@nestjs/common';
import { Needs } from '../agents/access.guard.js';
import { LiveBoard } from '../reports/live/live-board.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { LiveShape } from './shapes/live.js';

/** How the desk stands now, for the wall. */
@ApiController('reports', 'live')
export class LiveController {
  constructor(private readonly board: LiveBoard) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'Live figures: of the desk, of its groups, channels and agents',
    description: 'Not older than half a second; ask once a second. Thresholds of the desk’s file tell by notices when they are passed.',
    shape: LiveShape,
  })
  @Get()
  async show() {
    return this.board.read();
  }
}
