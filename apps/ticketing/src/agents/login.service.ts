import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { AuditLog } from '../audit/audit-log.js';
import { AgentRepository, toLogin, type AgentView } from './agent.repository.js';
import { LoginThrottle } from './login-throttle.js';
import { Passwords } from './passwords.js';
import { SessionRepository } from './session.repository.js';

@Injectable()
export class LoginService {
  constructor(
    private readonly agents: AgentRepository,
    private readonly sessions: SessionRepository,
    private readonly passwords: Passwords,
    private readonly throttle: LoginThrottle,
    private readonly audit: AuditLog,
  ) {}

  /** Throws `PermanentError`: `login_refused` (it does not say which of the two was wrong), `rate_limited`. */
  async logIn(email: string, password: string, address: string): Promise<{ agent: AgentView; token: string }> {
    const account = toLogin(email);
    await this.throttle.enter(account, address);
    const found = await this.agents.findByEmail(account);
    const facts = { actor: { kind: 'agent', ...(found === null ? {} : { id: found.id }) }, action: 'login', from: address } as const;
    if (!(await this.passwords.verify(found?.passwordHash ?? null, password)) || found === null) {
      await this.audit.note({ ...facts, outcome: 'refused', reason: 'login_refused' });
      throw new PermanentError('email or password is wrong', { code: 'login_refused' });
    }
    await this.throttle.forgive(account, address);
    await this.audit.note({ ...facts, outcome: 'done' });
    const { passwordHash: _secret, ...agent } = found;
    return { agent, token: await this.sessions.open(agent.id) };
  }
}
