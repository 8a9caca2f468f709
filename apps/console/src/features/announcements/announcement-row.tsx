import { Badge, Button, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Announcement } from './announcement.js';
import css from './announcements.module.css';
import { textsOf } from './group-announcements.js';

const TONES = { info: 'plain', warning: 'warn', outage: 'bad' } as const;

interface AnnouncementRowProps {
  readonly announcement: Announcement;
  /** It is in force. */
  readonly isOn: boolean;
  readonly onEdit: () => void;
  readonly onEnd: () => void;
  readonly onWithdraw: () => void;
  readonly onRestore: () => void;
}

export function AnnouncementRow({ announcement, isOn, onEdit, onEnd, onWithdraw, onRestore }: AnnouncementRowProps) {
  const { t, i18n } = useTranslation('announcements');
  const format = useFormat();
  const { texts, severity, from, until, shownFrom, withdrawnAt, incidentId, changedAt, changedBy } = announcement;
  const { title, text } = textsOf(texts, i18n.language);
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' });
  const facts = [
    until === null ? t('span.open', { from: format.time(from) }) : t('span.whole', { from: format.time(from), until: format.time(until) }),
    ...(shownFrom > new Date().toISOString() ? [t('state.hidden', { at: format.time(shownFrom) })] : []),
    t('languages', { list: format.list(Object.keys(texts).map((language) => names.of(language) ?? language)) }),
    ...(incidentId === null ? [] : [t('ofIncident')]),
    t('changed', { at: format.time(changedAt) }) + (changedBy.displayName === undefined ? '' : ` · ${changedBy.displayName}`),
  ];
  return (
    <li className={css['row']}>
      <div className={css['words']}>
        <h3>
          <Badge tone={TONES[severity]}>{t(`severity.${severity}`)}</Badge> {title}
          {withdrawnAt !== null && <Badge>{t('state.takenBack')}</Badge>}
        </h3>
        {text !== '' && <p className={css['text']}>{text}</p>}
        <p className="quiet small">{facts.join(' · ')}</p>
      </div>
      <div className={css['buttons']}>
        {withdrawnAt !== null ? (
          <Button small onClick={onRestore}>
            {t('restore')}
          </Button>
        ) : (
          <>
            {isOn && (
              <Button small onClick={onEnd}>
                {t('endNow')}
              </Button>
            )}
            <Button small onClick={onEdit}>
              {t('edit')}
            </Button>
            <Button small look="quiet" onClick={onWithdraw}>
              {t('withdraw')}
            </Button>
          </>
        )}
      </div>
    </li>
  );
}
