import { Empty, FilteredList, OneOf, PageFrame, Panel, TextField, useAsked, useAskedPages } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { AuditProof } from './audit-proof.js';
import { useAuditColumns } from './audit-columns.js';
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
        <FilteredList
          of={records}
          caption={t('records')}
          columns={useAuditColumns(names)}
          keyOf={({ id }) => id}
          empty={<Empty icon="shield" title={t('none')} about={t('noneAbout')} />}
          filters={
            <>
              <OneOf
                label={t('actor')}
                value={actor}
                of={[...names.keys()]}
                nameOf={(id) => names.get(id) ?? id}
                all={t('everybody')}
                onChange={(next) => change({ actor: next })}
              />
              <OneOf
                label={t('action')}
                value={action}
                of={METHODS}
                nameOf={(each) => t(`methods.${each}`)}
                all={t('everything')}
                onChange={(next) => change({ action: next })}
              />
              <TextField label={t('since')} type="date" value={since} onChange={(event) => change({ since: event.target.value })} />
              <TextField label={t('until')} type="date" value={until} onChange={(event) => change({ until: event.target.value })} />
            </>
          }
        />
      </Panel>
    </PageFrame>
  );
}
