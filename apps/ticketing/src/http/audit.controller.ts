import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Needs } from '../agents/access.guard.js';
import { exportAudit } from '../audit/audit-export.js';
import { AuditLog } from '../audit/audit-log.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { Audited } from './audit.interceptor.js';
import { reads } from './read-input.js';
import { AuditHeadShape, AuditKnown, AuditPageShape, AuditQuery, AuditVerdictShape } from './shapes/audit.js';

/** What was done, by whom, and the proof that nothing of it was changed since. */
@ApiController('audit', 'audit')
export class AuditController {
  constructor(
    private readonly log: AuditLog,
    private readonly repository: AuditRepository,
  ) {}

  @Needs('audit:read')
  @Answers({ summary: 'What was done, newest first', shape: AuditPageShape, problems: { cursor_invalid: 400 } })
  @Get()
  async list(@Query(reads(AuditQuery)) { limit, cursor, ticket, ...filter }: AuditQuery) {
    return this.repository.list({ ...filter, ticketId: ticket }, { limit, cursor });
  }

  @Needs('audit:read')
  @Answers({
    summary: 'The signed head of the log, and the keys it is signed with',
    description: 'Whoever notes it elsewhere can prove later what the log was then.',
    shape: AuditHeadShape,
  })
  @Get('head')
  async head() {
    await this.log.chain(true);
    const heads = await this.repository.heads(undefined, true);
    return { head: heads.at(-1) ?? null, keys: await this.repository.keys() };
  }

  @Needs('audit:read')
  @Answers({
    summary: 'Prove the whole log',
    description: 'Names what was changed, taken out, put elsewhere or cut off. Reads it all.',
    shape: AuditVerdictShape,
  })
  @Get('verification')
  async verify(@Query(reads(AuditKnown)) { known }: AuditKnown) {
    if (known === undefined) return this.log.verify();
    const [seq, hash] = known.split(':') as [string, string];
    return this.log.verify({ seq: Number(seq), hash });
  }

  @Needs('audit:read')
  @Audited(true)
  @Answers({
    summary: 'The whole log, for somebody who checks it without us',
    description:
      'JSON Lines: keys, heads, records. `admin -- audit verify FILE --key ID` reads it; docs/audit.md says how to check it with other means.',
    produces: 'application/x-ndjson',
  })
  @Get('export')
  async export(@Res() response: Response): Promise<void> {
    await this.log.chain(true);
    response.setHeader('Content-Type', 'application/x-ndjson').setHeader('Content-Disposition', 'attachment; filename="audit.jsonl"');
    await pipeline(Readable.from(exportAudit(this.repository)), response);
  }
}
