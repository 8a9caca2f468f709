import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { AuditWatch } from './audit-watch.js';
import { AuditRepository } from './audit.repository.js';

/** What was done, by whom, so that it can be proved afterwards. */
@Module({ providers: [AuditLog, AuditRepository, AuditWatch], exports: [AuditLog, AuditRepository] })
export class AuditModule {}
