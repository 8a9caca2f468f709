import { z } from 'zod';
import { placed } from './references.js';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

/** To whom a door or a service is open. All that is named must hold. */
export const AccessNeeds = z
  .strictObject({
    plans: z.array(Key).min(1).optional().describe('his plan is one of these'),
    classes: z.array(Key).min(1).optional().describe('the class of the customer is one of these'),
    login: z.boolean().default(false).describe('he is signed in'),
    verifiedBy: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('an identity of one of these schemes is verified: phone, email, user'),
    company: z.boolean().default(false).describe('his company is known'),
    profile: z.record(z.string(), z.array(z.string()).min(1)).default({}).describe('fields of his profile with one of these values'),
    botFirst: z.boolean().default(false).describe('the bot has spoken with him'),
  })
  .refine(
    ({ plans, classes, login, verifiedBy, company, profile, botFirst }) =>
      [plans, classes, verifiedBy].some((list) => list !== undefined) || login || company || botFirst || Object.keys(profile).length > 0,
    'names nothing that is needed',
  );
export type AccessNeeds = z.infer<typeof AccessNeeds>;

/** A door or a service that is not for everybody. What comes by it all the same is kept, marked, and answered with what is open. */
export const AccessRule = z
  .strictObject({
    channels: z.array(z.string().min(1)).default([]).describe('channels it guards'),
    inboxes: z.array(z.string().min(1)).default([]).describe('or single inboxes'),
    requestTypes: z.array(Key).default([]).describe('or services'),
    needs: AccessNeeds,
    name: LocalisedText.describe('what it guards, as customers read it: 电话热线'),
    explain: LocalisedText.describe('who it is for and how to get there; shown beforehand'),
    refusal: LocalisedText.optional().describe(
      'what is answered; {{open}} are the doors that are open to him, {{explain}} the words above',
    ),
    shown: z
      .enum(['everyone', 'entitled'])
      .default('everyone')
      .describe('entitled: addresses and numbers are shown only to whom it is for'),
    mark: Key.default('not_entitled').describe('tag of tickets that came all the same'),
    hold: z
      .boolean()
      .default(true)
      .describe(
        'nobody is given the ticket until what is needed is there, or somebody takes it; false: it waits for a person like any other',
      ),
    close: z.boolean().default(false).describe('the ticket closes with the answer; it opens again when he writes'),
  })
  .refine(({ channels, inboxes, requestTypes }) => channels.length + inboxes.length + requestTypes.length > 0, 'guards nothing');
export type AccessRule = z.infer<typeof AccessRule>;

export const AccessSection = z.record(Key, AccessRule).default({}).describe('doors and services that are not for everybody');

/** A way to reach the desk, as it is shown. */
export const Door = z.strictObject({
  name: LocalisedText,
  channel: z.string().min(1),
  inbox: z.string().optional(),
  address: z.string().optional().describe('number, mail address, link'),
  purpose: LocalisedText.optional().describe('what it is for'),
});
export type Door = z.infer<typeof Door>;

export const DoorsSection = z.record(Key, Door).default({}).describe('ways to reach the desk, as customers are shown them');

export interface AccessRelations {
  readonly access: Readonly<Record<string, AccessRule>>;
  readonly requestTypes: Readonly<Record<string, unknown>>;
}

export function findAccessFaults({ access, requestTypes }: AccessRelations): DeskFault[] {
  return Object.entries(access).flatMap(([key, rule]) =>
    findUnknownKeys(placed(rule.requestTypes, ['access', key, 'requestTypes']), Object.keys(requestTypes), 'request type'),
  );
}
