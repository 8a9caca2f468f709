import { useFormat, usePickText } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { type Entry, partOf } from '../../entry.js';
import { useNames } from '../../names.js';
import { sayRecord } from './say-record.js';
import type { RecordKey } from './words.en.js';

/** A record as its reader is told it: what it is, and the rest of it; a code that we have no words for is told by its own sentence. */
export function useRecord(entry: Entry): { readonly title: string; readonly text: string } {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const pick = usePickText();
  const names = useNames();
  const part = partOf(entry, 'system');
  if (part === undefined) return { title: '', text: entry.newText };
  const title = t(`event.${part.code.replaceAll('.', '_') as RecordKey}`, { defaultValue: '' });
  const tools = { t, pick, time: format.time, list: format.list, group: (key: string) => names.group(key) ?? key };
  return { title, text: sayRecord(part.code, part.data ?? {}, tools) ?? entry.newText };
}
