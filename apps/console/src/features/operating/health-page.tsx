import { Badge, Notice, PageFrame, Panel, Shown, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { CheckList } from './check-list.js';
import css from './operating.module.css';
import { useHealth, useMetrics } from './use-health.js';

/** What this installation checks of itself, and the figures that tell whether it keeps up. */
export function HealthPage() {
  const { t } = useTranslation('operating', { keyPrefix: 'health' });
  const health = useHealth();
  const metrics = useMetrics();
  const format = useFormat();
  return (
    <PageFrame title={t('title')} about={t('about')}>
      <Shown of={health}>
        {({ ok, checks }) => (
          <>
            <div aria-live="polite">
              <Notice tone={ok ? 'good' : 'bad'}>{ok ? t('ready') : t('notReady')}</Notice>
            </div>
            <Panel title={t('checks')} actions={<Badge tone={ok ? 'good' : 'bad'}>{t(ok ? 'ok' : 'notOk')}</Badge>}>
              <CheckList checks={checks} />
            </Panel>
          </>
        )}
      </Shown>
      <Panel title={t('figures')}>
        <Shown of={metrics}>
          {(of) => (
            <dl className={css['figures']}>
              {(
                [
                  ['waits', of.sum('tributary_bus_lag_records'), 'number'],
                  ['oldest', of.most('tributary_bus_oldest_unconsumed_seconds'), 'length'],
                  ['entries', of.sum('tributary_intake_entries_total'), 'number'],
                  ['tickets', of.sum('tributary_intake_tickets_total'), 'number'],
                  ['repeated', of.sum('tributary_intake_repeated_total'), 'number'],
                  ['failures', of.sum('tributary_intake_failures_total'), 'number'],
                  ['loop', of.most('nodejs_eventloop_lag_p99_seconds') * 1_000, 'ms'],
                  ['memory', of.most('process_resident_memory_bytes'), 'bytes'],
                  ['cpu', of.sum('process_cpu_seconds_total'), 'length'],
                  ['up', Date.now() / 1_000 - of.most('process_start_time_seconds'), 'length'],
                ] as const
              ).map(([key, value, kind]) => (
                <div key={key}>
                  <dt>{t(`metrics.${key}`)}</dt>
                  <dd>
                    {kind === 'length'
                      ? format.length(value)
                      : kind === 'bytes'
                        ? format.bytes(value)
                        : kind === 'ms'
                          ? format.number(value, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 1 })
                          : format.number(value)}
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </Shown>
        <p className="quiet small">{t('sinceStart')}</p>
      </Panel>
      <Panel title={t('more')}>
        <ul className={css['list']}>
          <li>
            <a href="/metrics">{t('rawMetrics')}</a>
          </li>
          <li>
            <a href="/health/ready">{t('rawHealth')}</a>
          </li>
          <li>
            <a href="/api/docs">{t('apiDocs')}</a>
          </li>
        </ul>
        {metrics.data && <p className="quiet">{t('versions', { node: metrics.data.label('nodejs_version_info', 'version') })}</p>}
      </Panel>
    </PageFrame>
  );
}
