import { z } from 'zod';
import { SCOPES } from '../../agents/roles.js';
import { Instant, Key, shape } from './shape.js';

export const Login = shape(
  'Login',
  z.strictObject({
    email: z.string().min(1).max(320),
    password: z.string().min(1).max(1_024),
    code: z.string().trim().min(6).max(40).optional().describe('of the second factor: six digits of the app, or a recovery code'),
  }),
);
export type Login = z.infer<typeof Login>;

export const AgentShape = shape(
  'Agent',
  z.object({
    id: z.uuid(),
    email: z.string(),
    displayName: z.string(),
    role: z.string().describe('agent, supervisor, admin, or a role of the desk’s file'),
    extension: z.string().nullable().describe('where the phone rings'),
  }),
);
export const NewAgent = shape(
  'NewAgent',
  z.strictObject({
    email: z.email().max(320),
    displayName: z.string().trim().min(1).max(200).optional(),
    role: Key.default('agent'),
    password: z.string().max(1_024).describe('at least ten letters; he changes it when he comes in'),
  }),
);
export type NewAgent = z.infer<typeof NewAgent>;
export const NewRole = shape('NewRole', z.strictObject({ role: Key }));
export type NewRole = z.infer<typeof NewRole>;
export const RoleListShape = shape(
  'RoleList',
  z.object({
    items: z.array(
      z.object({
        key: z.string(),
        ofDesk: z.boolean().describe('the desk’s file says what it may'),
        scopes: z.array(z.enum(SCOPES)),
        sees: z.string().describe('all, groups: those of his groups, own: those that are his'),
        secondFactor: z.boolean().describe('it needs one'),
      }),
    ),
    nextCursor: z.null(),
  }),
);
export const NewPassword = shape(
  'NewPassword',
  z.strictObject({
    old: z.string().min(1).max(1_024),
    new: z.string().min(12).max(1_024).describe('at least twelve letters, and another one than before'),
  }),
);
export type NewPassword = z.infer<typeof NewPassword>;
export const AgentListShape = shape('AgentList', z.object({ items: z.array(AgentShape), nextCursor: z.null() }));
export const SessionShape = shape(
  'Session',
  z.object({
    agent: AgentShape.nullable().describe('null: an API key asks'),
    scopes: z.array(z.enum(SCOPES)),
    idleSeconds: z.int().nullable(),
    signedInBy: z.enum(['password', 'oidc']).nullable().describe('null: an API key asks'),
    secondFactorMissing: z.boolean().describe('the role needs a second factor: nothing but setting one up is possible'),
  }),
);

export const Extension = shape(
  'Extension',
  z.strictObject({
    extension: z
      .string()
      .trim()
      .regex(/^[\w.@-]{1,40}$/)
      .nullable(),
  }),
);
export type Extension = z.infer<typeof Extension>;

export const NewApiKey = shape(
  'NewApiKey',
  z.strictObject({ name: z.string().trim().min(1).max(100), scopes: z.array(z.enum(SCOPES)).min(1) }),
);
export type NewApiKey = z.infer<typeof NewApiKey>;
const apiKey = {
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('how the key begins'),
  scopes: z.array(z.enum(SCOPES)),
  createdBy: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
};
export const ApiKeyShape = shape('ApiKey', z.object(apiKey));
export const ApiKeyListShape = shape('ApiKeyList', z.object({ items: z.array(ApiKeyShape), nextCursor: z.null() }));
export const MadeApiKeyShape = shape('MadeApiKey', z.object({ ...apiKey, key: z.string().describe('shown this once') }));
