import { reason, type StateReport } from '#connector-sdk';
import type { AccountTrouble } from './sending/account-gate.js';

/** How one inbox is doing, told as one though mail comes in and goes out by different ways: what does not work is what is told. */
export class InboxCondition {
  private receiving: StateReport | null = null;
  private sending: StateReport | null = null;

  constructor(private readonly tell: (report: StateReport) => void) {}

  receives(report: StateReport): void {
    this.receiving = report;
    this.report();
  }

  sends(trouble: AccountTrouble | null): void {
    this.sending = trouble === null ? null : describe(trouble);
    this.report();
  }

  private report(): void {
    const { receiving, sending } = this;
    if (sending === null) {
      if (receiving !== null) this.tell(receiving);
      return;
    }
    const troubled = receiving?.state === 'bad_credentials' || receiving?.state === 'degraded';
    if (receiving === null || !troubled) return this.tell(sending);
    this.tell({
      state: receiving.state === 'bad_credentials' ? 'bad_credentials' : sending.state,
      detail: [receiving.detail, sending.detail].filter(Boolean).join('; '),
      hint: [receiving.hint, sending.hint].filter(Boolean).join('; '),
      reasons: receiving.reasons && sending.reasons && [...receiving.reasons, ...sending.reasons],
    });
  }
}

function describe({ error, since, nextProbeAt }: AccountTrouble): StateReport {
  const refused = error.category === 'auth';
  const next = `We look again at ${nextProbeAt.toISOString()}; answers wait and then go out by themselves.`;
  return {
    state: refused ? 'bad_credentials' : 'degraded',
    detail: `the outgoing mail server ${refused ? 'refuses our login' : 'lets us wait'} since ${since.toISOString()}: ${error.message}`,
    hint: refused ? `Correct user and password of the outgoing server: smtp.url of the inbox, or TRIBUTARY_SMTP_OUT. ${next}` : next,
    reasons: [
      reason(refused ? 'outgoing_login_refused' : 'outgoing_waits', {
        ...{ since: since.toISOString(), next: nextProbeAt.toISOString(), said: error.message },
      }),
    ],
  };
}
