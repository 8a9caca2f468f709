import { z } from 'zod';
import { Capabilities } from '../capabilities.js';
import { InboxId } from '../ids.js';
import { InboxStop } from './inboxes.js';
import { StateReason } from './state-reason.js';

export const ConnectorState = z.enum(['starting', 'connecting', 'backfilling', 'connected', 'degraded', 'bad_credentials', 'stopped']);
export type ConnectorState = z.infer<typeof ConnectorState>;

/** `connector.state_changed.v1` data: how one inbox is doing, in words for an operator. */
export const ConnectorStateChanged = z.object({
  inboxId: InboxId,
  channel: z.string(),
  provider: z.string(),
  state: ConnectorState,
  at: z.iso.datetime(),
  detail: z.string().optional(),
  hint: z.string().optional(),
  /** What `detail` and `hint` say, in codes: all of it, or absent. */
  reasons: z.array(StateReason).max(8).optional(),
  lastSuccessAt: z.iso.datetime().optional(),
  capabilities: Capabilities.optional(),
  /** What others need to know of the inbox itself; repeated with every report, so a reader keeps the newest and asks nobody. */
  inbox: z
    .object({
      /** Code in the numbers of tickets opened through this inbox. */
      numberCode: z.string().optional(),
      /** Where customers write to, as they write it. */
      address: z.string().optional(),
      /** Further addresses of the same inbox. */
      aliases: z.array(z.string()).max(1_000).optional(),
      displayName: z.string().optional(),
      /** No longer configured: nothing comes in or goes out through it. */
      removed: z.boolean().optional(),
      /** An operator keeps it from working. */
      stopped: InboxStop.optional(),
      /** When the last order was given that it has obeyed (`inbox.switch_requested.v1`). */
      obeyedAt: z.iso.datetime().optional(),
    })
    .optional(),
});
export type ConnectorStateChanged = z.infer<typeof ConnectorStateChanged>;
