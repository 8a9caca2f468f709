import { Badge, Panel, Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskNames } from '../desk-profile.js';
import css from './wall.module.css';

const ALARMS_MS = 5_000;

/** Channels without people or connection (D2.14). */
export function ChannelAlarms() {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const names = useDeskNames();
  const alarms = useAsked('GET /channel-alarms', { query: { state: 'open' } }, { every: ALARMS_MS });
  return (
    <Panel title={t('alarms.title')}>
      <Shown of={alarms}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('alarms.none')}</p>
          ) : (
            <ul className={css['rows']} role="status">
              {items.map(({ id, channel, lack, detail, since }) => (
                <li key={id}>
                  <Badge tone="bad">{t(`alarms.${lack}`)}</Badge> <strong>{names.channel(channel)}</strong>
                  <div className="quiet small">{t('alarms.since', { at: format.time(since), detail })}</div>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Panel>
  );
}
