import { Inject, Injectable } from '@nestjs/common';
import { PermanentError, SETTINGS, type Settings, TributaryError } from '#runtime';
import { AuditLog } from '../audit/audit-log.js';
import { AgentRepository, toLogin, type AgentView } from './agent.repository.js';
import { LoginThrottle } from './login-throttle.js';
import { Passwords } from './passwords.js';
import { SecondFactors } from './second-factor/second-factors.js';
import { SessionRepository } from './session.repository.js';

export interface PasswordLogin {
  readonly email: string;
  readonly password: string;
  /** Of the second factor: six digits of the app, or a recovery code. */
  readonly code?: string | undefined;
}

@Injectable()
export class LoginService {
  constructor(
    private readonly agents: AgentRepository,
    private readonly sessions: SessionRepository,
    private readonly passwords: Passwords,
    private readonly throttle: LoginThrottle,
    private readonly audit: AuditLog,
    private readonly factors: SecondFactors,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Whose passwords are taken here. */
  get passwordsOf(): Settings['login']['passwords'] {
    return this.settings.oidc.issuer === undefined ? 'all' : this.settings.login.passwords;
  }

  /**
   * Throws `PermanentError`: `login_refused` (it does not say what was wrong), `password_login_off`, `second_factor_needed` (the password is right: ask
   * again with a code), `second_factor_refused`, `rate_limited`.
   */
  async logIn({ email, password, code }: PasswordLogin, address: string): Promise<{ agent: AgentView; token: string }> {
    const account = toLogin(email);
    if (this.passwordsOf === 'nobody') throw passwordsOff();
    await this.throttle.enter(account, address);
    const found = await this.agents.findByEmail(account);
    const facts = { actor: { kind: 'agent', ...(found === null ? {} : { id: found.id }) }, action: 'login', from: address } as const;
    const refuse = async (error: TributaryError): Promise<never> => {
      await this.audit.note({ ...facts, outcome: 'refused', reason: error.code });
      throw error;
    };
    const fits = await this.passwords.verify(found?.passwordHash ?? null, password);
    if (!fits || found === null || (this.passwordsOf === 'admins' && found.role !== 'admin')) return refuse(this.refused());
    const { passwordHash: _secret, ...agent } = found;
    let by: string | null = null;
    if (await this.factors.isConfirmed(agent.id)) {
      if (code === undefined) {
        // No failure, and no success that would let somebody guess codes for ever.
        await this.throttle.leave(account, address);
        throw needed();
      }
      by = await this.factors.check(agent.id, code).catch((error: unknown) => {
        if (error instanceof TributaryError) return refuse(error);
        throw error;
      });
    }
    await this.throttle.forgive(account, address);
    await this.audit.note({ ...facts, outcome: 'done', ...(by === 'recovery_code' ? { reason: by, cause: { code: by } } : {}) });
    return { agent, token: await this.sessions.open(agent.id) };
  }

  /** Of who is logged in and wants to change how he logs in; counted as a login is. Throws `PermanentError`: `login_refused`, `rate_limited`. */
  async prove({ id, email }: AgentView, password: string, address: string): Promise<void> {
    await this.counted(`password:${id}`, address, async () => {
      const found = await this.agents.findByEmail(email);
      if (!(await this.passwords.verify(found?.passwordHash ?? null, password)))
        throw new PermanentError('the password is wrong', { code: 'login_refused' });
    });
  }

  /** Throws `PermanentError`: `login_refused` (the old one is wrong), `password_weak`, `rate_limited`. */
  async changePassword(agent: AgentView, passwords: { readonly old: string; readonly new: string }, address: string): Promise<void> {
    await this.prove(agent, passwords.old, address);
    if (passwords.new === passwords.old || passwords.new.toLowerCase() === agent.email)
      throw new PermanentError('the new password is the old one, or the address', { code: 'password_weak' });
    await this.agents.changePassword(agent.id, await this.passwords.hash(passwords.new));
  }

  /** Tries that may go wrong only so often. */
  async counted<T>(subject: string, address: string, work: () => Promise<T>): Promise<T> {
    await this.throttle.enter(subject, address);
    const result = await work();
    await this.throttle.forgive(subject, address);
    return result;
  }

  private refused(): PermanentError {
    return new PermanentError('email or password is wrong', {
      code: 'login_refused',
      ...(this.passwordsOf === 'admins' ? { hint: 'passwords are taken of admins only: sign in at the provider' } : {}),
    });
  }
}

function passwordsOff(): PermanentError {
  return new PermanentError('passwords are not taken here', {
    ...{ code: 'password_login_off', hint: 'sign in at the provider: GET /api/v1/session/oidc' },
  });
}

function needed(): PermanentError {
  return new PermanentError('a code of the second factor is needed too', {
    ...{ code: 'second_factor_needed', hint: 'send it as code beside email and password: six digits of the app, or a recovery code' },
  });
}
