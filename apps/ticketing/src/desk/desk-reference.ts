import { z } from 'zod';
import { Desk } from './desk-schema.js';
import { FACT_NAMES, RULE_EVENTS } from './schema/rule-facts.js';

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
}

const MOST_VALUES = 16;
const KEY = '^[a-z0-9]';
const LANGUAGE = '^[a-z]{2,3}';

/** `docs/desk-reference.md`: each section of `profile`, each of its keys, what it takes, its default and its meaning, from the schema itself. */
export function renderDeskReference(): string {
  const profile = z.toJSONSchema(Desk, { io: 'input', unrepresentable: 'any' }) as Schema;
  const sections = Object.entries(profile.properties ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    '<!-- Generated from the schema by `npm run generate`; do not edit. -->',
    '',
    '# Every key of a desk’s `profile`',
    '',
    'How the parts go together stands in [desk-file.md](desk-file.md); settings beside `profile` in [config/reference.yaml](../config/reference.yaml).',
    'A name in `<angle brackets>` is one of your own; `text` in several languages is `{ zh: …, en: … }` or one text for all.',
    '`key: type = default — meaning`; a key with `*` must be there.',
    '',
    sections.map(([name]) => `[${name}](#${name.toLowerCase()})`).join(' · '),
    ...sections.flatMap(([name, section]) => ['', `## ${name}`, ...renderSection(section)]),
    '',
    '## What rules hear',
    '',
    `\`${[...RULE_EVENTS, 'timer:<name>', 'record:<code>'].join('`, `')}\``,
    '',
    '## What conditions ask',
    '',
    `\`${FACT_NAMES.join('`, `')}\``,
    '',
  ].join('\n');
}

function renderSection(section: Schema): string[] {
  const told = section.description === undefined ? [] : ['', `${capitalise(section.description)}.`];
  const lines = renderBelow(section, '');
  return [...told, '', '```', ...(lines.length > 0 ? lines : [nameType(section)]), '```'];
}

/** What stands below a place, a line a key. */
function renderBelow(schema: Schema, indent: string): string[] {
  const { properties, additionalProperties, items } = schema;
  if (properties !== undefined)
    return Object.entries(properties).flatMap(([name, inner]) =>
      renderKey(name + (isNeeded(schema, name, inner) ? '*' : ''), inner, indent),
    );
  if (items !== undefined) return isPlain(items) ? [] : [`${indent}- each:`, ...renderBelow(items, `${indent}    `)];
  if (isOwnNames(schema)) return renderKey('<key>', additionalProperties as Schema, indent);
  const shapes = (schema.anyOf ?? schema.oneOf ?? []).filter((each) => !isPlain(each));
  if (shapes.length === 1) return renderBelow(shapes[0]!, indent);
  return shapes.flatMap((each, at) => [...(at === 0 ? [] : [`${indent}or`]), ...renderBelow(each, indent)]);
}

function renderKey(name: string, schema: Schema, indent: string): string[] {
  const standard = schema.default === undefined || isEmpty(schema.default) ? '' : ` = ${JSON.stringify(schema.default)}`;
  const told = schema.description === undefined ? '' : ` — ${schema.description}`;
  const type = nameType(schema);
  return [
    `${indent}${name}:${type === '' ? '' : ` ${type}`}${standard}${told}`,
    ...(isPlain(schema) ? [] : renderBelow(schema, `${indent}  `)),
  ];
}

/** In the words of who writes the file. */
function nameType(schema: Schema): string {
  const { type, items, additionalProperties, minimum, maximum } = schema;
  if (schema.$ref !== undefined) return 'condition';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return nameValues(schema.enum);
  if (isText(schema)) return 'text';
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(nameType))].join(' | ');
  if (type === 'array') return items === undefined ? 'list' : isPlain(items) ? `list of ${nameType(items)}` : 'list';
  if (isOwnNames(schema)) return isPlain(additionalProperties as Schema) ? `<key> → ${nameType(additionalProperties as Schema)}` : '';
  if (type === 'object') return '';
  if (type === 'integer' || type === 'number') {
    const [least, most] = [minimum, maximum].map((each) => (each === undefined || Math.abs(each) > 1e15 ? '' : String(each)));
    return `${type === 'integer' ? 'whole number' : 'number'}${least === '' && most === '' ? '' : ` ${least}…${most}`}`;
  }
  if (type === 'boolean') return 'yes or no (true, false)';
  if (type === 'null') return 'null';
  if (schema.pattern?.startsWith(KEY)) return 'key';
  return schema.format ?? type ?? 'any';
}

function nameValues(values: readonly unknown[]): string {
  const shown = values.slice(0, MOST_VALUES).map(String);
  return [...shown, ...(values.length > MOST_VALUES ? ['…'] : [])].join(' | ');
}

/** One text, or one for each language. */
function isText({ anyOf }: Schema): boolean {
  return anyOf?.length === 2 && anyOf[0]!.type === 'string' && anyOf[1]!.propertyNames?.pattern?.startsWith(LANGUAGE) === true;
}

/** Nothing more to say of what is below. */
function isPlain(schema: Schema): boolean {
  if (schema.$ref !== undefined || isText(schema)) return true;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.every(isPlain);
  if (schema.properties !== undefined) return false;
  if (schema.items !== undefined) return isPlain(schema.items);
  return !isOwnNames(schema) || isPlain(schema.additionalProperties as Schema);
}

function isOwnNames({ additionalProperties }: Schema): boolean {
  return typeof additionalProperties === 'object';
}

function isNeeded({ required }: Schema, name: string, inner: Schema): boolean {
  return required?.includes(name) === true && inner.default === undefined;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
