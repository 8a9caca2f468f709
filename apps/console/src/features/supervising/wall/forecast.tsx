import { Badge, Panel, Shown, Table, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskNames } from '../desk-profile.js';

const SHORT_HOURS = 8;
const DAYS = 3;

/** The next hours that are short of people (D3.6). */
export function ShiftForecast() {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const names = useDeskNames();
  const forecast = useAsked('GET /shifts/forecast', { query: { days: DAYS, short: true } });
  return (
    <Panel title={t('forecast.title', { count: DAYS })}>
      <Shown of={forecast}>
        {({ items }) => {
          const ahead = items.filter(({ date, hour }) => Date.parse(`${date}T${String(hour).padStart(2, '0')}:59:59`) > Date.now());
          return ahead.length === 0 ? (
            <p className="quiet">{t('forecast.enough')}</p>
          ) : (
            <>
              <Table
                caption={t('forecast.title', { count: DAYS })}
                columns={[
                  { key: 'when', head: t('forecast.when'), cell: ({ date, hour }) => `${format.day(date)} ${hour}:00` },
                  { key: 'group', head: t('wall.columns.group'), cell: ({ group }) => names.group(group) },
                  { key: 'expected', head: t('forecast.expected'), number: true, cell: ({ expected }) => format.number(expected) },
                  {
                    key: 'planned',
                    head: t('forecast.planned'),
                    number: true,
                    cell: ({ planned, required }) => `${format.number(planned)} / ${format.number(required)}`,
                  },
                  {
                    key: 'short',
                    head: t('forecast.short'),
                    cell: ({ shortfall, surcharge }) => (
                      <>
                        <Badge tone="warn">{t('forecast.missing', { count: shortfall })}</Badge>{' '}
                        {surcharge && <Badge>{t('forecast.surcharge', { key: surcharge.key, percent: surcharge.percent })}</Badge>}
                      </>
                    ),
                  },
                ]}
                rows={ahead.slice(0, SHORT_HOURS)}
                keyOf={({ group, date, hour }) => `${group} ${date} ${hour}`}
              />
              {ahead.length > SHORT_HOURS && <p className="quiet small">{t('forecast.more', { count: ahead.length - SHORT_HOURS })}</p>}
            </>
          );
        }}
      </Shown>
    </Panel>
  );
}
