import type { Capabilities, ConnectorStateChanged, InboxRef, StateReason } from '#contracts';
import type { Clock } from '#runtime';
import type { StateReport } from '../../connector.js';

const LAST_SUCCESS_EVERY_MS = 10_000;
const PASSWORD_IN_URL = /([a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)[^\s@/]+@/gi;

/** How one inbox is doing. Equal reports are told once, the time of the last success at most every 10 s. */
export class StateReporter {
  private current: StateReport = { state: 'starting' };
  private lastSuccessAt: Date | undefined;
  private successTold = 0;
  private told = '';
  private capabilities: Capabilities | undefined;

  constructor(
    private readonly inbox: InboxRef,
    private readonly about: NonNullable<ConnectorStateChanged['inbox']>,
    private readonly clock: Clock,
    private readonly publish: (change: ConnectorStateChanged) => void,
  ) {}

  get state(): StateReport {
    return this.current;
  }

  /** What the connector says it can do; told with every later report. */
  describe(capabilities: Capabilities): void {
    this.capabilities = capabilities;
  }

  report(report: StateReport): void {
    const { state, detail, hint, reasons } = report;
    this.current = { state, detail: hidePasswords(detail), hint: hidePasswords(hint), reasons: reasons?.map(hideInReason) };
    const words = JSON.stringify([this.current, this.capabilities]);
    if (words === this.told) return;
    this.told = words;
    this.tell();
  }

  succeeded(): void {
    this.lastSuccessAt = this.clock.now();
    if (this.lastSuccessAt.getTime() - this.successTold >= LAST_SUCCESS_EVERY_MS) this.tell();
  }

  private tell(): void {
    this.successTold = this.lastSuccessAt?.getTime() ?? 0;
    this.publish({
      inboxId: this.inbox.id,
      channel: this.inbox.channel,
      provider: this.inbox.provider,
      ...this.current,
      reasons: this.current.reasons === undefined ? undefined : [...this.current.reasons],
      at: this.clock.now().toISOString(),
      ...(this.lastSuccessAt ? { lastSuccessAt: this.lastSuccessAt.toISOString() } : {}),
      ...(this.capabilities ? { capabilities: this.capabilities } : {}),
      inbox: this.about,
    });
  }
}

/** States are read by many: a URL in an error message must not carry its password there. */
export function hidePasswords(text: string): string;
export function hidePasswords(text: string | undefined): string | undefined;
export function hidePasswords(text: string | undefined): string | undefined {
  return text?.replace(PASSWORD_IN_URL, '$1***@');
}

export function hideInReason({ code, values = {} }: StateReason): StateReason {
  const shown = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? hidePasswords(value)! : value] as const);
  return { code, values: Object.fromEntries(shown) };
}
