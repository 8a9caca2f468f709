import { Body, Delete, Get, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { FigureReleases } from '../reports/figure-releases.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { FigureReleaseListShape, FigureReleaseShape, NewFigureRelease } from './shapes/announcements.js';

/** Which figures everybody sees: a person decides. */
@ApiController('reports', 'public-figures')
export class PublicFiguresController {
  constructor(private readonly releases: FigureReleases) {}

  @Needs('supervise')
  @Answers({ summary: 'Figures that may be shown to everybody, and which are', shape: FigureReleaseListShape })
  @Get()
  async list() {
    return { items: await this.releases.list(), nextCursor: null };
  }

  @Needs('supervise')
  @Answers({
    summary: 'Show figures to everybody',
    status: 201,
    shape: FigureReleaseShape,
    problems: { report_unknown: 404, report_private: 422 },
  })
  @Post('releases')
  async release(@Body(reads(NewFigureRelease)) { runId }: NewFigureRelease, @Req() request: Request) {
    return this.releases.release(runId, principalOf(request).actor);
  }

  @Needs('supervise')
  @Answers({ summary: 'Show them to nobody any more', status: 204, problems: { release_unknown: 404 } })
  @Delete('releases/:releaseId')
  async withdraw(@Param('releaseId') id: string, @Req() request: Request): Promise<void> {
    await this.releases.withdraw(id, principalOf(request).actor);
  }
}
