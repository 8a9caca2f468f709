import { z } from 'zod';

/** Settings of one inbox. `secret` and `token` are stored sealed: fields so called always are. */
export const ParrotConfig = z.strictObject({
  /** What agents see of the inbox. */
  displayName: z.string().optional(),
  /** Another one in tests: the simulator's. */
  baseUrl: z.url().default('https://api.parrot.example'),
  /** Signs what the remote posts to us. */
  secret: z.string().min(1),
  /** Opens the remote's API to us. */
  token: z.string().min(1),
  /** How often the account is looked at. */
  lookEveryMs: z.int().min(10).default(60_000),
});
export type ParrotConfig = z.infer<typeof ParrotConfig>;
