import { toAsyncApi } from './asyncapi.js';
import { findBreakingChanges } from './compatibility.js';
import { type JsonSchema, toJsonSchemas } from './json-schema.js';

const write = (schema: JsonSchema) => `${JSON.stringify(schema, null, 2)}\n`;

/** The documents that other programs read, by path below `libs/contracts/schemas`: JSON Schemas and the AsyncAPI description. */
export function renderDocuments(): Map<string, string> {
  const schemas = toJsonSchemas();
  const documents = new Map(Object.entries(schemas).map(([name, schema]) => [`${name}.json`, write(schema)]));
  documents.set('asyncapi.json', write(toAsyncApi(schemas)));
  return documents;
}

/** Breaking changes of the code's schemas against those published, given by file name. */
export function findBreakingDocuments(published: ReadonlyMap<string, string>): string[] {
  const schemas = toJsonSchemas();
  return [...published].flatMap(([file, text]) => {
    const name = file.replace(/\.json$/, '');
    if (name === 'asyncapi') return [];
    const next = schemas[name];
    return next === undefined ? [`${name}: a published event is gone`] : findBreakingChanges(JSON.parse(text) as JsonSchema, next, name);
  });
}
