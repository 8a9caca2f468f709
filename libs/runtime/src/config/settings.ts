import { isIP } from 'node:net';
import { z } from 'zod';
import { EmailSettings, SmtpSettings } from './mail-settings.js';
import { AcknowledgementSettings } from './acknowledgement-settings.js';
import { InboxSettings } from './inbox-settings.js';
import { languageModelSettings } from './language-model-settings.js';
import { ReplySettings } from './reply-settings.js';
import { LoginSettings, OidcSettings, SiteLoginSettings } from './sign-in-settings.js';

const port = z.int().min(0).max(65_535);
const ms = z.int().min(1);
const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const most = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
};
const httpUrl = z.string().regex(/^https?:\/\/\S+$/, 'an http:// or https:// URL');

/** Every setting. `.describe()` is the line in `config/reference.yaml`; sizes in bytes, times in ms. */
export const Settings = z.strictObject({
  data: z
    .strictObject({
      dir: z.string().default('./data').describe('where the embedded database, large blobs and the generated secret live'),
      minFreeBytes: z.int().min(0).default(67_108_864).describe('with less space than this left there, the process is not ready'),
    })
    .prefault({}),
  http: z
    .strictObject({
      host: z
        .string()
        .default('127.0.0.1')
        .describe('address to bind; other than loopback is refused until the first password was changed'),
      port: port.default(8080).describe('API, documentation, health and metrics'),
      publicUrl: httpUrl.optional().describe('how people reach this installation, for links in mails'),
      trustedProxies: z
        .array(z.string().refine(isNetwork, 'an IP address or a network like 10.0.0.0/8'))
        .default(['127.0.0.0/8', '::1'])
        .describe('whose X-Forwarded-For, -Proto and -Host are believed: addresses and networks'),
      pages: z.record(z.string(), z.string()).default({}).describe('pages besides /console and /help: path → folder below dist'),
    })
    .prefault({}),
  smtp: SmtpSettings.prefault({}),
  database: z
    .strictObject({
      url: z
        .string()
        .regex(/^postgres(ql)?:\/\/\S+$/, 'postgres://user:password@host:port/database')
        .optional()
        .describe('postgres://… of a server of yours; unset: the embedded one'),
      poolSize: z.int().min(2).default(12).describe('connections of this process; two more serve what must not wait for one of them'),
      embeddedPort: port.default(0).describe('port of the embedded server, 0 = any free one'),
      statementTimeoutMs: ms.default(30_000),
    })
    .prefault({}),
  kafka: z
    .strictObject({
      brokers: z
        .array(z.string().regex(/^\S+:\d+$/, 'host:port'))
        .default([])
        .describe('host:port list; set → the log is Kafka'),
      clientId: z.string().default('tributary'),
      replicationFactor: z.int().min(1).default(1).describe('of topics that are created here; 3 in production, with min.insync.replicas 2'),
      sessionTimeoutMs: ms
        .default(10_000)
        .describe('a consumer unheard of for this long loses its partitions; heartbeats do not wait for slow handlers'),
      ssl: z.boolean().default(false),
      mechanism: z
        .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
        .default('scram-sha-512')
        .describe('how the login is made, when there is a username'),
      username: z.string().optional(),
      password: z.string().optional(),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('of the process log'),
      format: z.enum(['json', 'text']).default('text').describe('of the process log'),
      retentionDays: z.number().positive().default(30).describe('how long the message log keeps records that were consumed'),
    })
    .prefault({}),
  bus: z
    .strictObject({
      pollMs: ms.default(1_000).describe('safety net behind LISTEN/NOTIFY'),
      memberTimeoutMs: ms.default(10_000).describe('a consumer unheard of for this long loses its partitions'),
      parkBackoffMs: z
        .array(ms)
        .min(1)
        .default([1_000, 5_000, 30_000, 120_000, 600_000])
        .describe('waits between tries of a parked record; the last one repeats'),
      maxAttempts: z.int().min(1).default(50).describe('tries of a parked record before it becomes a dead letter'),
    })
    .prefault({}),
  blobs: z
    .strictObject({
      kind: z.enum(['disk', 's3']).default('disk').describe('where blobs above 128 KiB lie'),
      sweepMs: ms.default(3_600_000).describe('how often unnamed blobs are looked for'),
      s3: z
        .strictObject({
          endpoint: z.string().optional(),
          region: z.string().default('us-east-1'),
          bucket: z.string().default('tributary'),
          accessKeyId: z.string().optional(),
          secretAccessKey: z.string().optional(),
          forcePathStyle: z.boolean().default(true),
        })
        .prefault({}),
    })
    .prefault({}),
  email: EmailSettings.prefault({}),
  admin: z
    .strictObject({
      email: z.string().default('admin@example.com').describe('login of the first agent'),
      password: z.string().optional().describe('its first password, read at the first start only; unset: one is made and printed once'),
    })
    .prefault({}),
  login: LoginSettings,
  oidc: OidcSettings,
  siteLogin: SiteLoginSettings.optional().describe('how your own site proves who is signed in there: he is shown what is open to him'),
  api: z.strictObject({ key: z.string().min(8).optional().describe('bootstrap API key with all rights; unset by default') }).prefault({}),
  inbox: z
    .strictObject({
      address: z
        .string()
        .max(320)
        .regex(/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/u, 'an email address, e.g. support@example.com')
        .default('support@example.com')
        .describe('address of the default inbox, when `inboxes` is unset'),
    })
    .prefault({}),
  inboxes: z.array(InboxSettings).optional().describe('configured accounts; unset: one email inbox `support` behind the SMTP door'),
  secret: z
    .strictObject({
      key: z.string().min(32).optional().describe('seals stored secrets and signs reply addresses; unset: a file in the data folder'),
      olderKeys: z
        .array(z.string().min(32))
        .default([])
        .describe('secrets that were in use before; reply addresses, return paths and stored secrets made with them stay good'),
    })
    .prefault({}),
  desk: z.string().optional().describe('a file of config/desks'),
  profile: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('how the desk works: calendars, groups, rules, …; written in the desk’s file, its schema is config/desks/schema.json'),
  deskSettings: z
    .strictObject({
      name: z.string().default('Support').describe('who answers, as customers read it'),
      timeZone: z.string().default('UTC').describe('IANA zone; decides the day in ticket numbers'),
      subjectTag: z.string().default('【技术支持】').describe('put before the ticket number in subjects'),
      language: z.enum(['en', 'zh']).default('en').describe('of automatic acknowledgements'),
      holidays: z
        .string()
        .optional()
        .describe('folder with files of holidays of your own, beside those of config/holidays; a file that changes counts within seconds'),
      origins: z
        .record(z.string(), z.string().regex(/^[A-Z0-9]{1,8}$/, '1 to 8 of A-Z and 0-9'))
        .default({ counter: 'CTR', call: 'TEL', letter: 'LTR' })
        .describe('ways a customer comes that have no inbox, for tickets opened by hand: name → code in their numbers'),
    })
    .prefault({}),
  replies: ReplySettings,
  acknowledgements: AcknowledgementSettings,
  forwards: z
    .strictObject({
      acceptFromVerifiedAgents: z
        .boolean()
        .default(false)
        .describe('who wrote what an agent forwards becomes the contact by itself, where the mail is proved to be of the agent'),
      colleagueDomains: z
        .array(z.string().min(1))
        .optional()
        .describe('domains of people whose forwards offer a contact; unset: those of the inboxes, public mail providers left out'),
    })
    .prefault({}),
  quarantine: z
    .strictObject({
      perAddressPerHour: z.int().min(1).default(100).describe('messages outside of threads from one address; more are a flood'),
      strangersPerDomainPerHour: z
        .int()
        .min(1)
        .default(2_000)
        .describe('the same for people first heard of today, of one domain that is no public mail provider'),
    })
    .prefault({}),
  connectorHost: z
    .strictObject({
      watchMs: ms.default(1_500).describe('how often changed inboxes are looked for'),
      restartBackoffMs: z
        .array(ms)
        .min(1)
        .default([1_000, 5_000, 30_000, 120_000])
        .describe('waits before a failed inbox is started again; the last one repeats'),
      stopTimeoutMs: ms.default(5_000).describe('an inbox that does not stop within this is left behind'),
      acceptTimeoutMs: ms.default(5_000).describe('a message that the log has not taken after this is answered with a temporary failure'),
      validateEvents: z
        .enum(['shape', 'full'])
        .default('shape')
        .describe('how closely events of connectors are looked at: full checks every field, at about 15 µs of CPU a message'),
      leaseHeartbeatMs: ms.default(3_000).describe('how often a lease on an exclusive account is renewed'),
      leaseTakeOverMs: ms.default(10_000).describe('a lease that was not renewed for this long may be taken by another process'),
      sendTimeoutMs: ms
        .default(120_000)
        .describe(
          'an answer that is handed over for longer than this counts as unknown until it ends; one that waits longer to be is tried again',
        ),
      holdRetryMs: ms.default(30_000).describe('how often an answer that waits for its inbox or outgoing server is tried again'),
      keepTranscriptsDays: z
        .int()
        .min(30)
        .default(400)
        .describe(
          'what connectors keep of a conversation (lines of a chat, what was told of a call) goes this long after its last line; tickets stay',
        ),
    })
    .prefault({}),
  connectors: z.array(z.string()).default([]).describe('packages of foreign connectors to load'),
  remoteImages: z
    .strictObject({
      privateHosts: z
        .array(z.string().regex(/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/, 'host:port in lower case'))
        .default([])
        .describe('host:port of servers of yours whose images may be shown in mail, though they are not on the internet'),
    })
    .prefault({}),
  webhooks: z
    .strictObject({
      privateHosts: z
        .array(z.string().regex(/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/, 'host:port in lower case'))
        .default([])
        .describe('host:port of servers of yours that webhooks may name, though they are not on the internet or speak plain http'),
      timeoutMs: ms.default(15_000).describe('an endpoint that has not answered by then has not taken the event'),
      disableAfterDays: z.int().min(1).default(5).describe('a webhook that nothing got through to for so long is switched off'),
    })
    .prefault({}),
  recognition: z.strictObject({ llm: languageModelSettings }).prefault({}),
  clock: z
    .strictObject({
      offsetMs: z.int().default(0).describe('moves the clock of every process, for tests'),
      file: z
        .string()
        .optional()
        .describe('moves it while it runs, for tests: a file with milliseconds in it, looked at twenty times a second'),
    })
    .prefault({}),
  tracing: z
    .strictObject({ otlpUrl: httpUrl.optional().describe('http(s) endpoint of an OTLP collector; unset: no traces are sent') })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;
