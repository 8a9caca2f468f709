import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DATABASE } from '#database';
import type { Database } from '#database';
import { LOGGER, SETTINGS, STARTUP_NOTES } from '#runtime';
import type { Logger, Settings, StartupNotes } from '#runtime';
import { AgentRepository } from './agent.repository.js';
import { Passwords } from './passwords.js';
import { makePassword } from './secret-text.js';

/**
 * The first admin of an installation, by `settings.admin`; made once, whichever process is first. A generated password is shown on the
 * terminal of that process and kept nowhere; who misses it asks for another one (`admin -- reset-password`). Every later start says when the
 * setting is not what lets one in.
 */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  constructor(
    private readonly agents: AgentRepository,
    private readonly passwords: Passwords,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(STARTUP_NOTES) private readonly notes: StartupNotes,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if ((await this.agents.countAdmins()) > 0) return this.warnOfIgnored();
    const { email, password = makePassword() } = this.settings.admin;
    const passwordHash = await this.passwords.hash(password);
    const made = await this.database.run(async (transaction) => {
      await transaction.query(`select pg_advisory_xact_lock(hashtextextended('tributary:first-admin', 0))`);
      if ((await this.agents.countAdmins(transaction)) > 0) return false;
      await this.agents.create({ email, displayName: 'Admin', role: 'admin', passwordHash }, transaction);
      return true;
    });
    if (!made) return;
    this.log.info('Made the first admin', { email });
    const shown = this.settings.admin.password === undefined ? `password: ${password}` : 'password: as set in admin.password';
    this.notes.add('First login', `${email}  ${shown}`);
  }

  /** One line when `admin.password` is set and does not log `admin.email` in: it counts for the first start only. */
  private async warnOfIgnored(): Promise<void> {
    const { email, password } = this.settings.admin;
    if (password === undefined) return;
    const agent = await this.agents.findByEmail(email);
    if (agent !== null && (await this.passwords.verify(agent.passwordHash, password))) return;
    const ignored = 'admin.password (TRIBUTARY_ADMIN_PASSWORD) counts for the first start only and is ignored';
    if (agent === null)
      this.log.warn(`${ignored}: there is no such login`, { email, toMakeIt: command('create-user', email, '--role admin') });
    else this.log.warn(`${ignored}: the login has another password`, { email, toChangeIt: command('reset-password', email) });
  }
}

function command(name: string, email: string, ...options: readonly string[]): string {
  return ['npm run --silent admin --', name, '--email', email, ...options].join(' ');
}
