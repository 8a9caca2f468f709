import { isIP } from 'node:net';
import { z } from 'zod';

const port = z.int().min(0).max(65_535);
const ms = z.int().min(1);

/** Not parsed further here: what takes it says the rest. */
const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  return family > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32)));
};

/** The door for mail, and the way out of inboxes that have none of their own. */
export const SmtpSettings = z.strictObject({
  host: z.string().default('127.0.0.1').describe('address the SMTP door binds'),
  port: port.default(2525).describe('SMTP door'),
  lmtpPort: port.optional().describe('LMTP door; none when absent'),
  out: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, 'smtp://user:password@host:port or smtps://…')
    .optional()
    .describe('smtp://user:pass@host:port for answers of inboxes without an own server; unset: answers wait'),
  maxMessageBytes: z.int().min(1024).default(26_214_400).describe('a larger mail gets 552'),
  maxConnections: z.int().min(1).default(200).describe('connections at once'),
  maxPerMinutePerAddress: z.int().min(0).default(600).describe('mails a minute from one remote address, 0 = no limit; loopback has none'),
  tlsKeyFile: z.string().optional().describe('PEM key for STARTTLS; without it a self-signed one is made'),
  tlsCertFile: z.string().optional().describe('PEM certificate for STARTTLS'),
  relays: z
    .array(z.string().refine(isNetwork, 'an IP address, or a network as address/bits'))
    .default(['127.0.0.0/8', '::1', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fe80::/10'])
    .describe('our own mail servers that pass mail on to the door: SPF is not asked of them'),
  trustedAuthserv: z
    .string()
    .optional()
    .describe('name of the server behind `smtp.relays` whose Authentication-Results are believed (RFC 8601); it must remove foreign ones'),
  hostName: z.string().optional().describe('name in the greeting; default: the name of this machine'),
});

/** What all email inboxes of a process have in common. */
export const EmailSettings = z.strictObject({
  parserProcesses: z.int().min(1).default(2).describe('child processes that parse mail'),
  parserTimeoutMs: ms.default(1_500).describe('a mail that parses longer is kept raw; its sender still has an answer within 2 s'),
  parserMaxBytes: z.int().default(314_572_800).describe('memory a parser may use before it is replaced'),
  imapIdleMs: ms.default(270_000).describe('IDLE is issued again after this'),
  imapSocketTimeoutMs: ms.default(240_000).describe('a server that was asked and stays silent for this long is taken for dead'),
  imapReconcileMs: ms.default(60_000).describe('safety net: folders are looked at this often even without a notice'),
  reconnectBackoffMs: z.array(ms).min(1).default([500, 2_000, 10_000, 60_000]),
  checkSenders: z.boolean().default(true).describe('SPF, DKIM, DMARC and ARC of mails at the door'),
  checkSendersMs: ms.default(500).describe('how long a mail waits for their answers; without one its sender stays unverified'),
  dnsServers: z.array(z.string().min(1)).default([]).describe("resolvers to ask instead of the machine's, as address or address:port"),
  trustedArcSealers: z
    .array(z.string().min(1))
    .default([])
    .describe('domains whose ARC seals are believed, e.g. of the list server that mail comes through'),
  sending: z
    .strictObject({
      perDomainConcurrent: z
        .int()
        .min(0)
        .optional()
        .describe(
          'answers under way at once to one recipient domain by one outgoing server, over all inboxes; 0 = no limit. Default 2, none by a server on loopback',
        ),
      perDomainPerMinute: z
        .int()
        .min(0)
        .optional()
        .describe(
          'answers within a minute to one recipient domain by one outgoing server; 0 = no limit. Default 120, none by a server on loopback',
        ),
      probeBackoffMs: z
        .array(ms)
        .min(1)
        .default([60_000, 300_000, 900_000, 1_800_000, 3_600_000])
        .describe('waits between logins at an outgoing server that refused ours; nobody else logs in meanwhile'),
    })
    .prefault({}),
});
