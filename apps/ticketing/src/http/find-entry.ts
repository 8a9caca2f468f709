import type { Media } from '#contracts';
import { PermanentError } from '#runtime';
import type { EntryReader } from '../tickets/entry-reader.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { EntryView } from '../tickets/ticket-view.js';

/** Throws `PermanentError` (`entry_unknown`), also for what is no id at all. */
export async function findEntry(entries: EntryReader, id: string): Promise<EntryView> {
  const entry = isUuid(id) ? await entries.find(id) : null;
  if (entry === null) throw new PermanentError(`there is no entry ${id}`, { code: 'entry_unknown' });
  return entry;
}

/** Of a call, or of the record of a measure, in their order; none of another entry. */
export function recordingsOf({ parts }: Pick<EntryView, 'parts'>): Media[] {
  return parts.flatMap((part) =>
    part.type === 'call' ? part.call.recordings : part.type === 'system' ? mediaOf(parts, part.data?.['recordings']) : [],
  );
}

/** Files beside a record that says which of them are recordings. */
function mediaOf(parts: EntryView['parts'], named: unknown): Media[] {
  const ids = Array.isArray(named) ? (named as { partId?: unknown }[]).map(({ partId }) => partId) : [];
  return parts.flatMap((part) => (part.type === 'file' && ids.includes(part.partId) ? [part.media] : []));
}
