import { useTranslation } from 'react-i18next';
import type { Entry, PartOf } from '../../entry.js';
import css from '../entry.module.css';
import { useRecord } from './use-record.js';
import type { records } from './words.en.js';

/** What a channel or a colleague noted within a message: in the reader's words where we have them; left out where the message's own words say it. */
export function RecordView({ entry, part }: { readonly entry: Entry; readonly part: PartOf<'system'> }) {
  const { t } = useTranslation('thread');
  const { title, text } = useRecord(entry);
  const isAlone = entry.parts.every(({ type }) => type !== 'text' && type !== 'html');
  if (title !== '' && isAlone)
    return (
      <p className={css['words']}>
        <strong>{title}</strong> {text}
      </p>
    );
  const known = t(`record.signed.${part.code.replaceAll('.', '_') as keyof typeof records.record.signed}`, { defaultValue: '' });
  if (known !== '') return <p className="quiet small">{known}</p>;
  if (part.fallback === '' || (part.fallback === entry.plainText && !isAlone)) return null;
  return <p className={isAlone ? css['words'] : 'quiet small'}>{part.fallback}</p>;
}
