import { toType, type Schema } from './schema-types.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Media {
  readonly schema?: Schema;
}
interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const HEAD = '// Made by `npm run generate` of docs/openapi.json.\n';
const BASE = '/api/v1';

/** Types of everything the API takes and gives, as the document says. */
export function renderSchemas(document: string): string {
  const { components } = JSON.parse(document) as Document;
  const types = Object.entries(components.schemas).map(
    ([name, schema]) => `${comment(schema.description)}export type ${name} = ${toType(schema)};\n`,
  );
  return [HEAD, ...types].join('\n');
}

/** `'GET /tickets/{id}'` → what it takes in its path, query and body, and what it answers. */
export function renderOperations(document: string): string {
  const { paths } = JSON.parse(document) as Document;
  const lines = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => renderOperation(method, path.replace(BASE, ''), operation)),
  );
  return [HEAD, `import type * as schemas from './schemas.js';\n`, 'export interface Operations {', lines.join('\n'), '}\n'].join('\n');
}

function renderOperation(method: string, path: string, { summary, parameters = [], requestBody, responses }: Operation): string {
  const body = requestBody?.content['application/json']?.schema;
  const raw = requestBody !== undefined && body === undefined;
  const fields = [
    renderParameters('path', parameters),
    renderParameters('query', parameters),
    raw ? 'body: Uint8Array' : body === undefined ? null : `body: ${toType(body, 'schemas.')}`,
    `answer: ${renderAnswer(responses)}`,
  ].filter((field) => field !== null);
  return `${comment(summary, '  ')}  '${method.toUpperCase()} ${path}': { ${fields.join('; ')} };`;
}

function renderParameters(place: 'path' | 'query', parameters: readonly Parameter[]): string | null {
  const own = parameters.filter((parameter) => parameter.in === place);
  if (own.length === 0) return null;
  const needed = own.some(({ required }) => required === true) || place === 'path';
  const fields = own.map(
    ({ name, required, schema }) => `${name}${required === true || place === 'path' ? '' : '?'}: ${toType(schema, 'schemas.')}`,
  );
  return `${place}${needed ? '' : '?'}: { ${fields.join('; ')} }`;
}

/** Of success: JSON as its type, other bytes as they are. */
function renderAnswer(responses: Operation['responses']): string {
  const [success] = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const content = success?.[1].content;
  if (content === undefined) return 'void';
  const json = content['application/json']?.schema;
  return json === undefined ? 'Uint8Array' : toType(json, 'schemas.');
}

function comment(text: string | undefined, indent = ''): string {
  return text === undefined ? '' : `${indent}/** ${text.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')} */\n`;
}
