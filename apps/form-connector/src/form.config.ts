import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';
import { SiteLoginSettings } from '#runtime';
import { FormFields, Wording } from './converting/form-template.js';
import { APPEAL_TEMPLATE, EMERGENCY_TEMPLATE, INTAKE_TEMPLATE } from './converting/intake-template.js';
import { BearerKey } from './receiving/bearer-keys.js';

const Country = z
  .string()
  .refine((code) => isSupportedCountry(code), 'a country code of ISO 3166, e.g. CN')
  .default('CN')
  .describe('of phone numbers without +');

const MIB = 1024 * 1024;

const Uploads = z
  .strictObject({
    maxFiles: z.int().min(0).max(15).default(5).describe('0: the form takes no files'),
    maxBytes: z
      .int()
      .min(1)
      .max(100 * MIB)
      .default(20 * MIB)
      .describe('of one file'),
    maxTotalBytes: z
      .int()
      .min(1)
      .max(200 * MIB)
      .default(50 * MIB)
      .describe('of all files of a form'),
    types: z
      .array(z.string().regex(/^[\w.+-]+\/(?:[\w.+-]+|\*)$/, 'a media type, e.g. image/*'))
      .default([])
      .describe('as the bytes show; empty: all'),
  })
  .prefault({});

const Page = {
  address: z.string().max(200).optional().describe('where the form is found, as agents see it'),
  displayName: z.string().max(200).optional().describe('heading of the page'),
  title: Wording.optional().describe('heading of the page, by language'),
  intro: Wording.optional().describe('words above the form'),
  language: z.enum(['zh', 'en']).default('en').describe('where the browser asks for neither'),
  country: Country,
  subjectField: z.string().default('summary').describe('field whose value becomes the subject'),
  referenceField: z.string().optional().describe('field with the number of an order or a case: the ticket is found by it'),
  uploads: Uploads,
  perAddressPerHour: z.int().min(1).default(20).describe('forms an hour from one address'),
  minimumSeconds: z.int().min(0).max(120).default(3).describe('a form that comes back sooner was filled by no person'),
  proofOfWork: z
    .strictObject({ bits: z.int().min(8).max(24).default(16), secondsWithout: z.int().min(0).max(600).default(20) })
    .optional()
    .describe('browsers with JavaScript work a moment for it; those without have to take so many seconds for the form'),
  frameAncestors: z
    .array(z.string().regex(/^https?:\/\/[\w.:*-]+$/))
    .default([])
    .describe('sites that may show the page in a frame'),
  origins: z
    .array(z.string().regex(/^https?:\/\/[a-z0-9.-]+(?::\d+)?$/, 'scheme and host in lower case, without a path'))
    .max(200)
    .default([])
    .describe('sites whose pages may post the form by script (CORS), exactly; none: only our own page'),
  jwt: SiteLoginSettings.optional().describe('how the site proves who is signed in'),
};

const Categories = z
  .array(z.strictObject({ value: z.string().min(1).max(100), label: Wording }))
  .max(100)
  .default([])
  .describe('the first question of the form, where there are any');

export const WebFormConfig = z
  .strictObject({ ...Page, categories: Categories, fields: FormFields.prefault(INTAKE_TEMPLATE) })
  .refine(({ referenceField, fields }) => referenceField === undefined || fields.some(({ name }) => name === referenceField), {
    message: 'referenceField names no field of the form: add one of that name to fields',
    path: ['referenceField'],
  });
export type WebFormConfig = z.infer<typeof WebFormConfig>;

const Intake = {
  keys: z.array(BearerKey).max(100).default([]).describe('programs that may write'),
  jwt: Page.jwt,
  country: Country,
};

const named = ({ keys, jwt }: { keys: readonly BearerKey[]; jwt?: unknown }) => keys.length > 0 || jwt !== undefined;

export const AppConfig = z
  .strictObject({ address: Page.address, displayName: Page.displayName, ...Intake })
  .refine(named, { message: 'keys or jwt are needed: nobody could write', path: ['keys'] });
export type AppConfig = z.infer<typeof AppConfig>;

/** A page, and the same by program for the back office's button and the bot. */
export const EmergencyConfig = z
  .strictObject({
    ...Page,
    minimumSeconds: Page.minimumSeconds.unwrap().default(0),
    keys: Intake.keys,
    categories: Categories,
    category: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('of all that comes by the button, whatever a program says: the technical team'),
    tasks: z
      .array(
        z.strictObject({
          kind: z.string().min(1).max(40).default('callback'),
          text: z.string().min(1).max(2_000).describe('for who does it'),
        }),
      )
      .max(5)
      .default([])
      .describe('what is to be done about each, besides answering, e.g. call the engineer on duty'),
    fields: FormFields.prefault(EMERGENCY_TEMPLATE),
  })
  .refine(({ category, categories }) => category === undefined || categories.length === 0, {
    message: 'category says what categories asks for: one of the two',
    path: ['category'],
  });
export type EmergencyConfig = z.infer<typeof EmergencyConfig>;

/** Who lost an account cannot sign in: there is no jwt here. */
const { jwt: _jwt, ...AppealPage } = Page;
export const AppealConfig = z
  .strictObject({ ...AppealPage, categories: Categories, fields: FormFields.prefault(APPEAL_TEMPLATE) })
  .refine(({ fields }) => fields.some(({ kind, required }) => kind === 'email' && required), {
    message: 'an appeal needs a required field of kind email: the proof of identity goes there',
    path: ['fields'],
  });
export type AppealConfig = z.infer<typeof AppealConfig>;
