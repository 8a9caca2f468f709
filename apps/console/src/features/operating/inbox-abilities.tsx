import { Facts, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Inbox } from './inbox.js';

/** What a channel can do, in words: so that nobody wonders why an answer has no bold text there. */
export function InboxAbilities({ of }: { readonly of: NonNullable<Inbox['capabilities']> }) {
  const { t } = useTranslation('operating', { keyPrefix: 'inboxes.abilities' });
  const format = useFormat();
  const largest = Math.max(0, ...Object.values(of.media).map(({ maxBytes }) => maxBytes));
  const yes = (['typing', 'edit', 'recall', 'threads', 'groups', 'cc'] as const).filter((name) => of[name]).map((name) => t(name));
  const window = [
    of.replyWindow?.durationMs === undefined ? null : format.length(of.replyWindow.durationMs / 1_000),
    of.replyWindow?.count === undefined ? null : t('messages', { count: of.replyWindow.count }),
  ].filter((word): word is string => word !== null);
  return (
    <Facts
      of={[
        [t('in'), format.list(of.in)],
        [t('out'), of.out.length === 0 ? t('nothing') : format.list(of.out)],
        [
          t('text'),
          t(of.text.unit === 'bytes' ? 'textBytes' : 'textCharacters', {
            most: format.number(of.text.max),
            formats: format.list(of.text.formats),
          }),
        ],
        [t('files'), largest > 0 ? t('upTo', { size: format.bytes(largest) }) : t('nothing')],
        [t('window'), window.length > 0 ? format.list(window) : of.out.length > 0 ? t('noWindow') : null],
        [t('first'), of.proactive ? t('mayBegin') : t('onlyAnswers')],
        [t('can'), yes.length > 0 ? format.list(yes) : null],
        [t('receipts'), of.receipts.length > 0 ? format.list(of.receipts) : t('nothing')],
        [t('guarantee'), t(of.inboundGuarantee === 'at_least_once' ? 'atLeastOnce' : 'atMostOnce')],
      ]}
    />
  );
}
