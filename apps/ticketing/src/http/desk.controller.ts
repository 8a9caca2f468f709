import { Body, Get, Inject, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { DeskService } from '../desk/desk.service.js';
import { DeskVersionRepository } from '../desk/desk-version.repository.js';
import { listNames } from '../desk/list-names.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import {
  DeskCandidate,
  DeskCheckShape,
  DeskNamesShape,
  DeskQuery,
  DeskShape,
  DeskVersionListShape,
  DeskVersionShape,
  NewDesk,
} from './shapes/desk.js';

const MOST_VERSIONS = 200;

/** How the desk works, and every way it worked before. */
@ApiController('desk', 'desk')
export class DeskController {
  constructor(
    private readonly desks: DeskService,
    private readonly profiles: DeskProfiles,
    private readonly versions: DeskVersionRepository,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'The desk in force',
    description:
      'As it was written, so that it can be changed and put back; `defaults=true` shows what it leaves out as well, times in milliseconds.',
    shape: DeskShape,
  })
  @Get()
  async get(@Query(reads(DeskQuery)) { defaults }: DeskQuery) {
    await this.profiles.reload();
    return defaults === 'true' ? { ...this.profiles.current(), timeZone: this.settings.deskSettings.timeZone } : this.written();
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'What the desk calls its things',
    description: 'Names by key, as the desk’s file has them: in one language or by language. What is not named there is called by its key.',
    shape: DeskNamesShape,
  })
  @Get('names')
  names() {
    return listNames(this.profiles.current().desk);
  }

  @Needs('admin')
  @Answers({ summary: 'What is wrong with a desk, and what it would change', description: 'Changes nothing.', shape: DeskCheckShape })
  @Post('checks')
  async check(@Body(reads(DeskCandidate)) { desk }: DeskCandidate) {
    const { faults } = this.desks.check(desk);
    if (faults.length > 0) return { faults, changes: [], version: await this.versions.findNumber() };
    return { faults, ...(await this.desks.compare(desk)) };
  }

  @Needs('admin')
  @Answers({
    summary: 'Put a desk in force',
    description: 'Every process works by it within a second. One with faults changes nothing; one that is the same makes no new version.',
    shape: DeskShape,
    problems: { desk_invalid: 422, version_conflict: 409, desk_in_use: 409 },
  })
  @Put()
  async apply(@Body(reads(NewDesk)) { desk, note, expectedVersion }: NewDesk, @Req() request: Request) {
    await this.desks.apply({ desk, note, expectedVersion, source: 'api', actor: principalOf(request).actor });
    return this.written();
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Versions of the desk, newest first', shape: DeskVersionListShape })
  @Get('versions')
  async listVersions() {
    return { items: await this.versions.list(MOST_VERSIONS), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'A version of the desk, as it was written', shape: DeskVersionShape, problems: { desk_version_unknown: 404 } })
  @Get('versions/:version')
  async getVersion(@Param('version') version: string) {
    const found = /^\d{1,9}$/.test(version) ? await this.versions.find(Number(version)) : null;
    if (found === null) throw new PermanentError(`the desk had no version ${version}`, { code: 'desk_version_unknown' });
    return found;
  }

  /** A newer program's desk that this one cannot read is not in force here. */
  private async written() {
    const { version } = this.profiles.current();
    const found = version === 0 ? null : await this.versions.find(version);
    return { version, desk: found?.desk ?? {}, timeZone: this.settings.deskSettings.timeZone };
  }
}
