import { readKfPage } from '../converting/kf/kf-item.js';
import { toKfInspection } from '../converting/kf/to-inspection.js';
import { type Inspector, RefusedInput } from './inspector.js';

/** A page of `kf/sync_msg` through the converters of production; another answer of the API has no messages. */
export const inspectWecomKf: Inspector = (raw) => {
  const page = readKfPage(raw.toString('utf8').replace(/^\uFEFF/, ''));
  if (page === null)
    throw new RefusedInput('invalid_json', 'This is no JSON object: a page of sync_msg is {msg_list, next_cursor, has_more}');
  return toKfInspection(page);
};
