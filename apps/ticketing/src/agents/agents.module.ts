import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AccessGuard } from './access.guard.js';
import { AgentRepository } from './agent.repository.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { Authenticator } from './authenticator.js';
import { DeskModule } from '../desk/desk.module.js';
import { FirstAdmin } from './first-admin.js';
import { AgentIdentityRepository } from './oidc/agent-identity.repository.js';
import { OidcProvider } from './oidc/oidc-provider.js';
import { OidcSignIn } from './oidc/oidc-sign-in.js';
import { LoginService } from './login.service.js';
import { LoginThrottle } from './login-throttle.js';
import { Passwords } from './passwords.js';
import { RequestRate } from './request-rate.js';
import { SecondFactorRepository } from './second-factor/second-factor.repository.js';
import { SecondFactors } from './second-factor/second-factors.js';
import { SessionRepository } from './session.repository.js';

/** Who may do what. */
@Module({
  imports: [AuditModule, DeskModule],
  providers: [
    ...[AccessGuard, Authenticator, RequestRate],
    ...[AgentRepository, ApiKeyRepository, SessionRepository],
    ...[LoginService, LoginThrottle, Passwords, FirstAdmin],
    ...[SecondFactors, SecondFactorRepository],
    ...[OidcProvider, OidcSignIn, AgentIdentityRepository],
  ],
  exports: [
    ...[
      AccessGuard,
      AgentRepository,
      ApiKeyRepository,
      Authenticator,
      LoginService,
      LoginThrottle,
      Passwords,
      RequestRate,
      SessionRepository,
    ],
    ...[SecondFactors, OidcProvider, OidcSignIn],
  ],
})
export class AgentsModule {}
