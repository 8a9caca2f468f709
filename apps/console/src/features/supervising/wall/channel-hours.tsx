import { Badge, Button, Panel, Shown, useAsked, useFormat, usePickText } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { type ChannelHours, HoursDialog } from './hours-dialog.js';
import { HoursChanges } from './hours-changes.js';
import css from './wall.module.css';

const HOURS_MS = 15_000;

/** Channels with their hours today; a supervisor opens one longer, or closes it, for today. */
export function ChannelHoursPanel() {
  const { t } = useTranslation('supervising');
  const { may } = useSession();
  const format = useFormat();
  const pick = usePickText();
  const hours = useAsked('GET /hours', undefined, { every: HOURS_MS });
  const [chosen, setChosen] = useState<ChannelHours | null>(null);
  return (
    <Panel title={t('hours.title')}>
      <Shown of={hours}>
        {({ channels }) =>
          channels.length === 0 ? (
            <p className="quiet">{t('hours.none')}</p>
          ) : (
            <ul className={css['rows']}>
              {channels.map((channel) => (
                <li key={channel.channel} className={css['row']} data-channel={channel.channel}>
                  <div>
                    <strong>{pick(channel.name)}</strong>{' '}
                    <Badge tone={channel.open ? 'good' : channel.by === null ? 'plain' : 'accent'}>
                      {channel.by === null ? t('hours.closed') : t(`hours.by.${channel.by}`)}
                    </Badge>{' '}
                    {channel.changedToday && <Badge tone="warn">{t('hours.changed')}</Badge>}
                    <div className="quiet small">
                      {channel.today.length === 0
                        ? t('hours.notToday')
                        : format.list(channel.today.map(({ from, to }) => `${format.time(from)} – ${format.time(to)}`))}
                      {!channel.open && channel.opensAt !== null && ` · ${t('hours.opens', { at: format.time(channel.opensAt) })}`}
                    </div>
                    {channel.changedToday && <HoursChanges channel={channel.channel} />}
                  </div>
                  {may('supervise') && (
                    <Button small aria-label={t('hours.changeOf', { channel: pick(channel.name) })} onClick={() => setChosen(channel)}>
                      {t('hours.change')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {chosen && <HoursDialog channel={chosen} onClose={() => setChosen(null)} />}
    </Panel>
  );
}
