import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AccessGuard } from './access.guard.js';
import { AgentRepository } from './agent.repository.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { Authenticator } from './authenticator.js';
import { DeskModule } from '../desk/desk.module.js';
import { FirstAdmin } from './first-admin.js';
import { LoginService } from './login.service.js';
import { LoginThrottle } from './login-throttle.js';
import { Passwords } from './passwords.js';
import { RequestRate } from './request-rate.js';
import { SessionRepository } from './session.repository.js';

/** Who may do what. */
@Module({
  imports: [AuditModule, DeskModule],
  providers: [
    ...[AccessGuard, Authenticator, RequestRate],
    ...[AgentRepository, ApiKeyRepository, SessionRepository],
    ...[LoginService, LoginThrottle, Passwords, FirstAdmin],
  ],
  exports: [AccessGuard, AgentRepository, ApiKeyRepository, Authenticator, LoginService, Passwords, RequestRate, SessionRepository],
})
export class AgentsModule {}
