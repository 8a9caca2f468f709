import { Avatar, Badge, Icon, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../../shell/desk-names.js';
import { channelIcon } from '../channel.js';
import type { Entry } from '../entry.js';
import { isLate } from '../line/to-rows.js';
import css from './entry.module.css';

/** Who wrote it, by which way, when; and what is unusual about it. */
export function EntryMeta({ entry, continues }: { readonly entry: Entry; readonly continues: boolean }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const channel = useDeskWords().channel(entry.channel);
  const { identity } = entry.author;
  // What a browser or an app is known by says nothing to a reader.
  const address = identity !== undefined && READABLE.has(identity.scheme) ? identity.value : undefined;
  const name = entry.author.displayName ?? (address === undefined ? undefined : identity?.raw) ?? t(`role.${entry.author.role}`);
  const marks = marksOf(entry);
  return (
    <div className={css['meta']}>
      {!continues && (
        <>
          {entry.author.role === 'bot' || entry.author.role === 'system' || NUMBER.test(name) ? (
            <span className={css['machine']}>
              <Icon name={entry.author.role === 'bot' ? 'robot' : channelIcon(entry.channel)} size={16} />
            </span>
          ) : (
            <Avatar name={name} />
          )}
          <strong className={css['name']}>{name}</strong>
          {address !== undefined && address !== name && <span className={css['address']}>{address}</span>}
          <span className={css['channel']} title={t('channelNamed', { channel })}>
            <Icon name={channelIcon(entry.channel)} size={14} />
            <span className="visually-hidden">{channel}</span>
          </span>
        </>
      )}
      <time dateTime={entry.occurredAt} title={format.exact(entry.occurredAt)} className={continues ? css['laterTime'] : css['time']}>
        {format.time(entry.occurredAt)}
      </time>
      {entry.direction === 'note' && <Badge tone="warn">{t('marks.note')}</Badge>}
      {entry.author.role === 'bot' && <Badge tone="accent">{t('marks.bot')}</Badge>}
      {isLate(entry) && (
        <span title={t('lateAbout', { at: format.exact(entry.receivedAt) })}>
          <Badge tone="warn">{t('marks.late', { at: format.time(entry.receivedAt) })}</Badge>
        </span>
      )}
      {entry.deliveries > 1 && (
        <span title={t('doubledAbout')}>
          <Badge>{t('marks.doubled', { count: entry.deliveries })}</Badge>
        </span>
      )}
      {marks.map((mark) => (
        <Badge key={mark} tone={mark === 'possibleDuplicate' || mark === 'unproven' ? 'warn' : 'plain'}>
          {t(`marks.${mark}`)}
        </Badge>
      ))}
    </div>
  );
}

const READABLE = new Set(['email', 'phone', 'phone_short', 'user', 'extension']);
const NUMBER = /^[+\d]/;
const FLAGS = ['bounce', 'automated', 'automatic', 'possibleDuplicate', 'historical', 'gapBefore', 'spam', 'truncated'] as const;
type Mark = (typeof FLAGS)[number] | 'edited' | 'echo' | 'unproven';

function marksOf(entry: Entry): readonly Mark[] {
  const { flags, revision, direction, checks } = entry;
  const set = FLAGS.filter((flag) => flags[flag] !== undefined && flags[flag] !== false);
  const isCall = entry.parts.some(({ type }) => type === 'call');
  return [
    ...(set.includes('bounce') ? set.filter((flag) => flag !== 'automated') : set),
    ...(revision > 1 && !isCall && direction === 'inbound' ? (['edited'] as const) : []),
    ...(direction === 'echo' ? (['echo'] as const) : []),
    ...(checks?.dmarc === 'fail' ? (['unproven'] as const) : []),
  ];
}
