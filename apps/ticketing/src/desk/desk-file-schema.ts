import { z } from 'zod';
import { type InboxSchema, InboxSettings, Settings } from '#runtime';
import { Desk } from './desk-schema.js';

type Schema = Record<string, unknown>;

/** JSON Schema of a desk's whole file: every setting, inboxes by their channel, and `profile`. A `${NAME:-default}` stands for any value. */
export function describeDeskFile(inboxSchemas: readonly InboxSchema[]): Schema {
  const { $defs, ...profile } = toJson(Desk);
  const settings = toJson(Settings);
  const properties = settings['properties'] as Schema;
  const inboxes = { ...(properties['inboxes'] as Schema), items: describeInbox(inboxSchemas) };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A desk’s file',
    type: 'object',
    properties: { ...properties, inboxes, profile },
    additionalProperties: false,
    ...($defs === undefined ? {} : { $defs }),
  };
}

function describeInbox(schemas: readonly InboxSchema[]): Schema {
  const channels = [...new Set(schemas.map(({ channel }) => channel))];
  const own = schemas.map(({ channel, provider, configSchema }) => {
    const alone = schemas.filter((schema) => schema.channel === channel).length === 1;
    return mergeInbox({ channel: { const: channel }, provider: { const: provider } }, alone ? [] : ['provider'], toJson(configSchema));
  });
  const foreign = { ...BASE, properties: { ...PROPERTIES, channel: { type: 'string', not: { enum: channels } } } };
  return { anyOf: [...own, foreign] };
}

const { $schema: _dialect, additionalProperties: _open, ...BASE } = toJson(InboxSettings);
const PROPERTIES: Schema = {
  ...(BASE['properties'] as Schema),
  enabled: { type: 'boolean', description: 'false: it is kept, and does nothing' },
};

/** One object of the house's fields and the connector's; of a connector with several kinds, one for each. */
function mergeInbox(named: Schema, needed: readonly string[], config: Schema): Schema {
  for (const choice of ['anyOf', 'oneOf'])
    if (Array.isArray(config[choice])) return { anyOf: (config[choice] as Schema[]).map((each) => mergeInbox(named, needed, each)) };
  const required = [...(BASE['required'] as string[]), ...needed, ...((config['required'] as string[] | undefined) ?? [])];
  const { $schema: _own, ...rest } = config;
  return { ...rest, type: 'object', properties: { ...(config['properties'] as Schema), ...PROPERTIES, ...named }, required };
}

function toJson(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
