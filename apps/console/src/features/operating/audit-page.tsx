import { Button, Empty, PageFrame, Panel, SelectField, Shown, TextField, useAsked, useAskedPages } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { AuditProof } from './audit-proof.js';
import { AuditTable } from './audit-table.js';
import css from './operating.module.css';
import { useQuery } from './use-query.js';

const METHODS = ['login', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What was done, by whom; and the proof that nothing of it was changed afterwards. */
export function AuditPage() {
  const { t } = useTranslation('operating', { keyPrefix: 'audit' });
  const [{ actor = '', action = '', since = '', until = '' }, change] = useQuery<'actor' | 'action' | 'since' | 'until'>();
  const agents = useAsked('GET /agents', undefined);
  const keys = useAsked('GET /api-keys', undefined);
  const records = useAskedPages('GET /audit', {
    query: {
      ...(actor === '' ? {} : { actor }),
      ...(action === '' ? {} : { action }),
      ...(since === '' ? {} : { since: new Date(`${since}T00:00`).toISOString() }),
      ...(until === '' ? {} : { until: new Date(`${until}T23:59:59.999`).toISOString() }),
      limit: 50,
    },
  });
  const names = new Map([
    ...(agents.data?.items.map(({ id, displayName }) => [id, displayName] as const) ?? []),
    ...(keys.data?.items.map(({ id, name }) => [id, name] as const) ?? []),
  ]);
  return (
    <PageFrame
      title={t('title')}
      about={t('about')}
      actions={
        <a className={css['download']} href="/api/v1/audit/export" download="audit.jsonl">
          {t('export')}
        </a>
      }
    >
      <AuditProof />
      <Panel title={t('records')}>
        <div className={css['filters']}>
          <SelectField label={t('actor')} value={actor} onChange={(event) => change({ actor: event.target.value })}>
            <option value="">{t('everybody')}</option>
            {[...names].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <SelectField label={t('action')} value={action} onChange={(event) => change({ action: event.target.value })}>
            <option value="">{t('everything')}</option>
            {METHODS.map((each) => (
              <option key={each} value={each}>
                {t(`methods.${each}`)}
              </option>
            ))}
          </SelectField>
          <TextField label={t('since')} type="date" value={since} onChange={(event) => change({ since: event.target.value })} />
          <TextField label={t('until')} type="date" value={until} onChange={(event) => change({ until: event.target.value })} />
        </div>
        <Shown of={records}>
          {(items) =>
            items.length === 0 ? (
              <Empty icon="shield" title={t('none')} about={t('noneAbout')} />
            ) : (
              <>
                <AuditTable items={items} names={names} />
                {records.hasNextPage && (
                  <Button busy={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
                    {t('more')}
                  </Button>
                )}
              </>
            )
          }
        </Shown>
      </Panel>
    </PageFrame>
  );
}
