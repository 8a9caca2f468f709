/** What people see, as the API tells it. */
export interface List<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | null;
}

export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly status: string;
  readonly priority: string;
  readonly category: string | null;
  readonly requestType: string | null;
  readonly stage: string | null;
  readonly language: string | null;
  readonly mood: string | null;
  readonly urgency: string | null;
  readonly level: number | null;
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
  readonly group: string | null;
  readonly assignee: string | null;
  readonly contact: { readonly id: string; readonly displayName: string | null };
  readonly channels: readonly string[];
  readonly inboxId: string | null;
  readonly origin: string | null;
  readonly version: number;
  readonly deskVersion: number | null;
  readonly numberTold: { readonly how: string } | null;
  readonly confidential: boolean;
}

export interface Entry {
  readonly id: string;
  readonly seq: number;
  readonly direction: 'inbound' | 'outbound' | 'echo' | 'note' | 'system';
  readonly channel: string;
  readonly inboxId: string | null;
  readonly plainText: string;
  readonly newText: string;
  readonly occurredAt: string;
  readonly author: { readonly role: string; readonly displayName?: string };
  readonly parts: readonly { readonly type: string; readonly code?: string; readonly data?: Record<string, unknown> }[];
  readonly attachments: readonly { readonly fileName: string | null }[];
  readonly delivery: { readonly status: string } | null;
  readonly flags: { readonly automatic?: { readonly reason: string } };
}

/** The API said no: with its problem. */
export class Refused extends Error {
  constructor(
    what: string,
    readonly status: number,
    readonly problem: Readonly<Record<string, unknown>>,
  ) {
    super(`${what}: ${status} ${JSON.stringify(problem)}`);
  }

  get code(): string {
    return String(this.problem['code']);
  }
}
