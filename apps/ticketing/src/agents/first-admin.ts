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
 * terminal of that process and kept nowhere; who misses it asks for another one (`admin -- reset-password`).
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
    if ((await this.agents.countAdmins()) > 0) return;
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
}
