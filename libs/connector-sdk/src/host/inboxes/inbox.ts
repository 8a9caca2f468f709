import type { InboxId, InboxStop } from '#contracts';
import type { InboxSettings, Settings } from '#runtime';

/** One configured account, as its row says. */
export interface Inbox {
  readonly id: InboxId;
  readonly channel: string;
  /** Null: the only provider of the channel. */
  readonly provider: string | null;
  /** Raised by every change; a running connector belongs to one version. */
  readonly version: number;
  /** With its secrets unsealed; without what stands in columns. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly numberCode: string | null;
  readonly enabled: boolean;
  readonly removed: boolean;
  /** An operator keeps it from working, whatever configuration says. */
  readonly stopped: InboxStop | null;
  /** When the last order was given that its row has obeyed. */
  readonly orderedAt: Date | null;
}

/** An inbox as configuration wants it. */
export interface WantedInbox {
  readonly id: string;
  readonly channel: string;
  readonly provider: string | null;
  readonly numberCode: string | null;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The configured inboxes; with none configured one email inbox behind the SMTP door. */
export function listWantedInboxes(settings: Pick<Settings, 'inboxes' | 'inbox'>): WantedInbox[] {
  return (settings.inboxes ?? [{ id: 'support', channel: 'email', address: settings.inbox.address }]).map(toWanted);
}

function toWanted(configured: InboxSettings): WantedInbox {
  const { id, channel, provider, numberCode, enabled, ...settings } = configured;
  return { id, channel, provider: provider ?? null, numberCode: numberCode ?? null, enabled: enabled !== false, settings };
}
