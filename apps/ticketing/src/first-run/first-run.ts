import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { sendTestMail } from './test-mail.js';

export const STEPS = ['password', 'desk', 'inbox', 'mail'] as const;
export type Step = (typeof STEPS)[number];
/** What can be ticked by hand: a step, or the whole as something nobody wants to be asked about again. */
export const MARKS = [...STEPS, 'end'] as const;
export type Mark = (typeof MARKS)[number];

/** How far an installation is from its first start to its first ticket: read of what is there, with what was skipped by hand. */
@Injectable()
export class FirstRun {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly inboxes: InboxDirectory,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async show(agentId: string | null) {
    const [password, hasTicket, marks, inboxes] = await Promise.all([
      this.judgePassword(agentId),
      this.hasTicket(),
      this.readMarks(),
      this.inboxes.list(),
    ]);
    const done: Readonly<Record<Step, boolean>> = {
      password: password !== 'made-up',
      desk: this.profiles.current().version > 0,
      inbox: inboxes.some(({ provider, state }) => provider === 'imap' && state === 'connected'),
      mail: hasTicket,
    };
    const address = inboxes.find((inbox) => inbox.channel === 'email' && inbox.address !== null)?.address ?? this.settings.inbox.address;
    return {
      offered: !marks.has('end') && (password === 'made-up' || !hasTicket),
      password,
      steps: STEPS.map((key) => ({ key, done: done[key], skipped: marks.has(key) })),
      address,
      door: this.settings.smtp.port === 0 ? null : { host: this.doorHost(), port: this.settings.smtp.port },
    };
  }

  async mark(mark: Mark, agentId: string | null): Promise<void> {
    await this.database.sql.query(
      'insert into first_run_marks (mark, made_by, made_at) values ($1, $2::uuid, $3) on conflict (mark) do nothing',
      [mark, agentId, this.clock.now()],
    );
  }

  async unmark(mark: Mark): Promise<void> {
    await this.database.sql.query('delete from first_run_marks where mark = $1', [mark]);
  }

  /** Resolves with the message's id, by which the ledger knows it. */
  async sendTestMail(from: string, words: { readonly subject: string; readonly text: string }): Promise<string> {
    const { address, door } = await this.show(null);
    if (door === null)
      throw new PermanentError('there is no SMTP door here', { code: 'door_closed', hint: 'set smtp.port (TRIBUTARY_SMTP_PORT)' });
    return sendTestMail({ ...door, ...words, from, to: address });
  }

  /** One that binds every address is reached at this machine's own. */
  private doorHost(): string {
    const { host } = this.settings.smtp;
    return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  }

  /** made-up: by us, at the first start, and shown on a terminal. given: by the settings. */
  private async judgePassword(agentId: string | null): Promise<'made-up' | 'given' | 'own'> {
    const [row] = await this.database.sql.query<{ changed: boolean }>(
      `select password_hash is null or password_changed_at > created_at as changed from agents where id = $1::uuid`,
      [agentId],
    );
    if (row === undefined || row.changed) return 'own';
    return this.settings.admin.password === undefined ? 'made-up' : 'given';
  }

  private async hasTicket(): Promise<boolean> {
    return (await this.database.sql.query('select 1 from tickets limit 1')).length > 0;
  }

  private async readMarks(): Promise<Set<string>> {
    const rows = await this.database.sql.query<{ mark: string }>('select mark from first_run_marks');
    return new Set(rows.map(({ mark }) => mark));
  }
}
