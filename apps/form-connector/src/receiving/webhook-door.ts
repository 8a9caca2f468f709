import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import { type InboxAnswer, type InboxRequest, RefusedRequest } from '#connector-sdk';
import { toWebhookSubmission, WebhookMapping } from '../converting/webhook-message.js';
import { acceptSubmission } from './accept-submission.js';
import type { Door, DoorParts } from './door.js';
import { allowOnly, answerJson, toJsonObject } from './json-answer.js';
import { SignedRequests, WebhookSecrets } from './signed-requests.js';

export const WebhookConfig = z.strictObject({
  address: z.string().max(200).optional(),
  displayName: z.string().max(200).optional(),
  secret: WebhookSecrets.describe(
    'of the sender (Standard Webhooks): shared whsec_…, or its public key whpk_…; several while they are changed',
  ),
  mapping: WebhookMapping.prefault({ text: '$.text' }),
  vouches: z.boolean().default(false).describe("the sender's word on who wrote counts as a proof"),
  country: z
    .string()
    .refine((code) => isSupportedCountry(code), 'a country code of ISO 3166, e.g. CN')
    .default('CN'),
});
export type WebhookConfig = z.infer<typeof WebhookConfig>;

const MAX_BODY = 512 * 1024;

/** Signed JSON of any program. */
export class WebhookDoor implements Door {
  private readonly signed: SignedRequests;

  constructor(
    private readonly config: WebhookConfig,
    private readonly parts: DoorParts,
  ) {
    this.signed = new SignedRequests(config.secret, parts.context);
  }

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    if (request.path !== '/') throw new RefusedRequest(404, 'no_such_page', 'Webhooks are posted to the address of the inbox itself');
    allowOnly(request, 'POST');
    const body = await request.read(MAX_BODY);
    const id = this.signed.check(request, body);
    const { context } = this.parts;
    const { mapping, country, vouches } = this.config;
    const origin = { inbox: context.inbox, webhookId: id, country, vouches, at: context.clock.now() };
    const submission = toWebhookSubmission(toJsonObject(request, body), mapping, origin);
    const receipt = await acceptSubmission(submission, { bytes: body, contentType: 'application/json' }, context);
    return answerJson(202, receipt);
  }
}
