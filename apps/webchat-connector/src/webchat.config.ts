import { z } from 'zod';

const MIB = 1024 * 1024;
/** What goes beyond is no chat any more; the blob store would take it. */
export const MOST_UPLOAD_BYTES = 50 * MIB;

const Origin = z
  .string()
  .refine(
    (text) =>
      !text.includes('*') &&
      URL.canParse(text) &&
      /^https?:$/.test(new URL(text).protocol) &&
      new URL(text).origin === text.replace(/\/$/, ''),
    {
      message: 'an origin: https://www.example.com, without a path',
    },
  )
  .transform((text) => new URL(text).origin);

const FormField = z.strictObject({
  name: z.string().regex(/^[a-zA-Z][\w-]{0,39}$/, 'letters, digits, _ and -, at most 40'),
  label: z.string().min(1).max(200),
  kind: z.enum(['text', 'email', 'phone', 'paragraph', 'choice', 'consent']).default('text'),
  required: z.boolean().default(false),
  choices: z.array(z.string().min(1).max(200)).max(50).optional().describe('of a field of kind choice'),
});
export type FormField = z.infer<typeof FormField>;

const Form = z
  .strictObject({ intro: z.string().max(2_000).optional(), fields: z.array(FormField).min(1).max(20) })
  .superRefine(({ fields }, fault) => {
    for (const [at, field] of fields.entries()) {
      if (fields.findIndex(({ name }) => name === field.name) !== at)
        fault.addIssue({ code: 'custom', path: ['fields', at, 'name'], message: 'a name that no other field has' });
      if (field.kind === 'choice' && (field.choices?.length ?? 0) === 0)
        fault.addIssue({ code: 'custom', path: ['fields', at, 'choices'], message: 'what may be chosen' });
    }
  });
export type Form = z.infer<typeof Form>;

/** The field `message` is what the visitor says; `name`, `email` and `phone` say who he is (a claim), `subject` what it is about. */
const OFFLINE: z.input<typeof Form> = {
  fields: [
    { name: 'name', label: 'Name', kind: 'text' },
    { name: 'email', label: 'Email', kind: 'email', required: true },
    { name: 'message', label: 'Message', kind: 'paragraph', required: true },
  ],
};

export const DEFAULT_TYPES = [
  'image/*',
  'audio/*',
  'video/*',
  'text/*',
  'application/pdf',
  'application/json',
  'application/rtf',
  'application/zip',
  'application/gzip',
  'application/x-7z-compressed',
  'application/x-rar-compressed',
  'application/x-cfb',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.*',
  'application/vnd.oasis.opendocument.*',
  'application/epub+zip',
];

const Look = z.strictObject({
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'a colour: #0f766e')
    .default('#0f766e')
    .describe('of the button, the visitor’s own lines and what can be pressed; words in it and on it are kept readable'),
  launcherSide: z
    .enum(['start', 'end'])
    .default('end')
    .describe('where the button stands: `end` is right on pages read from left to right'),
});

/** One chat inbox: an address below /in/ and the sites whose pages may use it. */
export const WebchatInboxConfig = z.strictObject({
  displayName: z.string().max(200).optional().describe('who answers, as visitors read it'),
  title: z.string().min(1).max(100).default('Chat').describe('over the panel'),
  greeting: z.string().max(2_000).optional().describe('shown before the first line'),
  look: Look.prefault({}),
  origins: z.array(Origin).max(200).default([]).describe('sites whose pages may use the chat; none: only pages of this installation'),
  withoutOrigin: z.boolean().default(false).describe('apps that send no Origin may use it too'),
  closed: z.boolean().default(false).describe('true: nobody is there now; the offline form is asked for'),
  hours: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('channel of the desk whose hours it shows: outside of them the offline form is offered, and asked for where nothing answers'),
  preChat: Form.optional().describe('asked before the first line'),
  offline: Form.prefault(OFFLINE).describe('asked for while closed'),
  acknowledge: z.enum(['offline', 'always']).default('offline').describe('who is told his ticket number automatically'),
  identity: z
    .strictObject({
      secret: z.string().min(32).describe('signs the JWT (HS256) by which your site says who a visitor is'),
      issuer: z.string().min(1).max(200).describe('its `iss`'),
      audience: z.string().min(1).max(200).describe('its `aud`'),
      identifierHash: z.boolean().default(false).describe('takes HMAC-SHA256 of the id in hex as well, which never expires'),
    })
    .optional()
    .describe('unset: every visitor stays anonymous'),
  uploads: z
    .strictObject({
      enabled: z.boolean().default(true),
      maxBytes: z.int().min(1).max(MOST_UPLOAD_BYTES).default(MOST_UPLOAD_BYTES),
      maxPerMessage: z.int().min(1).max(30).default(10),
      perHour: z.int().min(1).default(60).describe('uploads that a visitor may begin'),
      types: z
        .array(z.string().regex(/^[\w.+-]+\/[\w.+*-]+$/))
        .default(DEFAULT_TYPES)
        .describe('what the bytes may be, whatever is claimed'),
    })
    .prefault({}),
  limits: z
    .strictObject({
      textMax: z.int().min(1).max(20_000).default(10_000).describe('characters of a message'),
      messagesPerMinute: z.int().min(1).default(30).describe('of a visitor'),
      connectsPerMinute: z.int().min(1).default(120).describe('sockets and requests for a session, of an address'),
      requestsPerMinute: z.int().min(1).default(1_200).describe('frames and requests of an address'),
      loopback: z.boolean().default(false).describe('true: limits hold for this machine too'),
    })
    .prefault({}),
  sessionDays: z.int().min(1).max(400).default(90).describe('how long a browser that nobody vouched for is known'),
  identifiedHours: z
    .int()
    .min(1)
    .max(720)
    .default(12)
    .describe('how long a proof of identity holds in a browser; your site gives a new one'),
});
export type WebchatInboxConfig = z.infer<typeof WebchatInboxConfig>;
