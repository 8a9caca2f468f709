import type { ReadCalls } from './call-facts.js';
import { parseObjects } from './freeswitch/read-body.js';
import { toGenericFacts, type GenericRules } from './generic/to-facts.js';
import { applyMapping } from './generic/read-path.js';
import { foldAll } from './read-freeswitch.js';

/** Bodies of the generic webhook: one, an array, or one a line. Throws `SyntaxError` for what is no JSON. */
export function readGeneric(content: Buffer, rules: GenericRules = {}, mapping?: Readonly<Record<string, string>>): ReadCalls {
  const objects = parseObjects(
    content
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim(),
  );
  return foldAll(objects.map((object) => toGenericFacts(applyMapping(object, mapping), rules)));
}
