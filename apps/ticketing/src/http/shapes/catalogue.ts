import { z } from 'zod';
import { FieldCondition } from '../../desk/schema/fields.js';
import { Instant, pageOf, shape } from './shape.js';

const word = z.string().nullable();

export const RequestTypeListShape = pageOf(
  'RequestTypeList',
  shape(
    'RequestType',
    z.object({
      ...{
        key: z.string(),
        name: z.string(),
        description: word,
        categories: z.array(z.string()),
        group: word,
        fields: z.array(z.string()),
      },
      ...{ complex: z.boolean(), isDefault: z.boolean() },
      stages: z.array(
        z.object({
          ...{ key: z.string(), name: z.string(), status: word, within: word, next: z.array(z.string()) },
          outcomes: z.array(z.object({ key: z.string(), name: z.string(), to: z.string() })),
        }),
      ),
    }),
  ),
);

export const FormListShape = pageOf('FormList', z.object({ key: z.string(), name: z.string() }));

export const FormShape = shape(
  'IntakeForm',
  z.object({
    ...{ key: z.string(), name: z.string(), intro: word, inboxes: z.array(z.string()).describe('whose pages show it') },
    requestTypes: z.array(z.object({ key: z.string(), name: z.string(), description: word })).describe('sent as the field request_type'),
    categories: z.array(z.string()),
    fields: z.array(
      z.object({
        ...{ key: z.string(), name: z.string(), kind: z.string(), section: word, hint: word },
        choices: z.array(z.object({ value: z.string(), name: z.string() })),
        ...{ required: z.boolean(), requiredWhen: z.array(FieldCondition).describe('required where one of these holds') },
        maxLength: z.int().nullable(),
      }),
    ),
    selfService: z.object({ articles: z.boolean(), checklist: word, intro: word }).describe('what is offered before and while he writes'),
    mailTemplate: word.describe('the same as a mail to be filled'),
  }),
);

export const DoorListShape = shape(
  'DoorList',
  z.object({
    items: z.array(
      z.object({
        ...{ key: z.string(), name: z.string(), channel: z.string(), purpose: word },
        address: word.describe('null where it is shown only to whom it is for'),
        open: z.boolean(),
        missing: z.array(z.string()),
        conditions: z.array(z.string()).describe('who it is for and how to get there'),
      }),
    ),
    services: z.array(z.object({ key: z.string(), name: z.string(), explain: z.string(), requestTypes: z.array(z.string()) })),
  }),
);

export const ProgressShape = shape(
  'Progress',
  z.object({
    ...{ number: z.string(), status: z.string(), requestType: word, stage: word },
    steps: z.array(z.object({ name: z.string(), state: z.enum(['done', 'now', 'ahead']) })),
    ...{ estimatedAt: Instant.nullable(), openedAt: Instant, updatedAt: Instant },
    ...{ lastByUs: Instant.nullable(), lastByCustomer: Instant.nullable() },
  }),
);

export const ProgressLinkShape = shape('ProgressLink', z.object({ token: z.string(), url: word, expiresAt: Instant }));
