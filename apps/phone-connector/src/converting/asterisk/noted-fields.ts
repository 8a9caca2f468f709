import type { CallFacts, RecordingFact } from '../call-facts.js';
import type { CdrRow } from './cdr-row.js';
import { toKeys } from '../menu-keys.js';
import { toRecordingId } from '../recording-id.js';

const RECORDING = /^(?:recording(?:url|file|path)?|recordfile|mixmonitor(?:filename)?|voicemail(?:file|url|path)?)$/;

type Noted = Pick<CallFacts, 'ivr' | 'queue' | 'satisfaction' | 'recordings'>;

/** What a dialplan notes in `CDR(userfield)` as `ivr=2;rating=5`, or in columns of its own. */
export function readNotedFields(rows: readonly CdrRow[]): Noted {
  const values = new Map<string, string>();
  for (const { userfield, custom } of rows) {
    const pairs = [...userfield.matchAll(/(?:^|[;,&|\s])([A-Za-z_]+)=([^;,&|\s]+)/g)].map(([, name, value]) => [name!, value!] as const);
    for (const [name, value] of [...pairs, ...Object.entries(custom)]) values.set(name.toLowerCase().replace(/_/g, ''), value);
  }
  const keys = values.get('ivr') ?? values.get('ivrkeys') ?? values.get('digits');
  const rating = values.get('satisfaction') ?? values.get('rating');
  const recordings = [...values]
    .filter(([name, value]) => RECORDING.test(name) && value !== '')
    .map(([name, from]): RecordingFact => ({
      id: toRecordingId(from),
      kind: name.startsWith('voicemail') ? 'voicemail' : 'recording',
      from,
    }));
  return {
    ...(keys === undefined ? {} : { ivr: toKeys(keys) }),
    ...(values.has('queue') ? { queue: values.get('queue') } : {}),
    ...(rating !== undefined && Number.isFinite(Number(rating)) && rating !== '' ? { satisfaction: Number(rating) } : {}),
    ...(recordings.length > 0 ? { recordings } : {}),
  };
}
