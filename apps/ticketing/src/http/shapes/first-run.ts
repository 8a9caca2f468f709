import { z } from 'zod';
import { FAULTS } from '../../first-run/inbox-test/test-inbox.js';
import { MARKS, STEPS } from '../../first-run/first-run.js';
import { shape } from './shape.js';

export const FirstRunShape = shape(
  'FirstRun',
  z.object({
    offered: z.boolean().describe('to whom logs in: nobody ended it, and there is no ticket yet or his password was made up for him'),
    password: z.enum(['made-up', 'given', 'own']).describe('of who asks; given: by the settings'),
    steps: z.array(z.object({ key: z.enum(STEPS), done: z.boolean(), skipped: z.boolean() })),
    address: z.string().describe('where a mail to this desk goes'),
    door: z.object({ host: z.string(), port: z.int() }).nullable().describe('SMTP door of this installation'),
  }),
);
export const FirstRunMark = z.enum(MARKS);

export const DeskChoiceListShape = shape(
  'DeskChoiceList',
  z.object({
    items: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        languages: z.array(z.string()),
        brings: z.record(z.string(), z.int()).describe('how many of what, by section of the desk’s file'),
      }),
    ),
    nextCursor: z.null(),
  }),
);
export const DeskChoiceShape = shape('DeskChoice', z.object({ key: z.string(), desk: z.record(z.string(), z.unknown()) }));

const server = {
  host: z
    .string()
    .trim()
    .regex(/^[\w.:-]{1,253}$/),
  port: z.int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']),
  password: z.string().max(1_024).optional(),
};
export const InboxTest = shape(
  'InboxTest',
  z.strictObject({
    channel: z.literal('email'),
    imap: z.strictObject({ ...server, user: z.string().min(1).max(320), folder: z.string().max(500).default('INBOX') }).optional(),
    smtp: z.strictObject({ ...server, user: z.string().max(320).optional() }).optional(),
  }),
);
export type InboxTest = z.infer<typeof InboxTest>;
export const InboxTestResultShape = shape(
  'InboxTestResult',
  z.object({
    ok: z.boolean(),
    steps: z.array(
      z.object({
        part: z.enum(['imap', 'smtp']),
        step: z.enum(['name', 'connection', 'tls', 'greeting', 'login', 'folder']),
        fault: z.enum(FAULTS).nullable().describe('what is wrong; null: it worked'),
        detail: z.string().nullable().describe('as the server or the network says it'),
      }),
    ),
  }),
);

export const TestMail = shape(
  'TestMail',
  z.strictObject({ subject: z.string().trim().min(1).max(200), text: z.string().trim().min(1).max(2_000) }),
);
export type TestMail = z.infer<typeof TestMail>;
export const SentTestMailShape = shape('SentTestMail', z.object({ remoteMessageId: z.string().describe('by which the ledger knows it') }));
