import { z } from 'zod';

/** Messages that nobody typed: what rules, requests, surveys and incidents send. Acknowledgements are counted apart. */
export const AutomaticSection = z
  .strictObject({
    perTicketPerDay: z.int().min(0).max(100).default(6).describe('more of them are not sent, and the thread says so'),
    perContactPerDay: z.int().min(0).max(100).default(10).describe('over all tickets of one person'),
  })
  .prefault({});
