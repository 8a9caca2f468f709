import { Badge, Button, Notice, Shown, useAsked, useDoing, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import { ComparisonFigures } from './comparison-figures.js';
import { Differences } from './differences.js';
import type { Inbox, Reconciliation, Reconciliations } from './inbox.js';
import './late-words.js';
import css from './operating.module.css';
import { sayFailure } from './say-troubles.js';

const LOOK_MS = 2_000;
const EARLIER = 5;
const ROUTE = 'GET /inboxes/{inboxId}/reconciliations';

/** What the remote holds beside what is here: asked for by hand, told in figures, and what is missing message by message. */
export function InboxComparison({ inbox }: { readonly inbox: Inbox }) {
  const { t } = useTranslation('operating', { keyPrefix: 'comparing' });
  const holdings = inbox.capabilities?.holdings;
  if (inbox.capabilities?.in.length === 0) return null;
  return (
    <section className={css['list']} aria-label={t('title')}>
      <h3>{t('title')}</h3>
      {holdings === 'listed' ? <Comparisons inbox={inbox} /> : <p className="quiet">{t(`cannot.${holdings ?? 'unsaid'}`)}</p>}
    </section>
  );
}

function Comparisons({ inbox }: { readonly inbox: Inbox }) {
  const { t } = useTranslation('operating', { keyPrefix: 'comparing' });
  const { may } = useSession();
  const path = { inboxId: inbox.id };
  const done = useAsked(ROUTE, { path }, { enabled: may('admin'), every: LOOK_MS });
  const begin = useDoing('POST /inboxes/{inboxId}/reconciliations', { changes: [ROUTE] });
  if (!may('admin')) return null;
  const isIdle = inbox.state === 'stopped' || inbox.state === 'bad_credentials';
  return (
    <>
      <p className="quiet">{t('about')}</p>
      <Shown of={done}>
        {({ items }) => {
          const [newest] = items;
          const isAsked = newest?.state === 'asked';
          return (
            <>
              <div className={css['row']}>
                <Button small icon="refresh" busy={begin.isPending || isAsked} disabled={isIdle} onClick={() => begin.mutate({ path })}>
                  {t('now')}
                </Button>
                {isIdle ? (
                  <span className="quiet">{t('onlyRunning')}</span>
                ) : (
                  newest === undefined && <span className="quiet">{t('noneYet')}</span>
                )}
              </div>
              {newest && <Newest inboxId={inbox.id} id={newest.id} />}
              <Earlier of={items.slice(1, EARLIER + 1)} />
            </>
          );
        }}
      </Shown>
    </>
  );
}

function Newest({ inboxId, id }: { readonly inboxId: string; readonly id: string }) {
  const shown = useAsked(
    'GET /inboxes/{inboxId}/reconciliations/{reconciliationId}',
    { path: { inboxId, reconciliationId: id } },
    { every: LOOK_MS, keep: true },
  );
  return <Shown of={shown}>{(comparison) => <Comparison of={comparison} />}</Shown>;
}

function Comparison({ of }: { readonly of: Reconciliation }) {
  const { t } = useTranslation('operating', { keyPrefix: 'comparing' });
  const { t: all } = useTranslation('operating');
  const format = useFormat();
  const at = format.exact(of.askedAt);
  if (of.state === 'asked') return <Notice>{t('asking')}</Notice>;
  if (of.state === 'unanswered') return <Notice tone="warn">{t('unanswered', { at })}</Notice>;
  if (of.state === 'failed') {
    const { what, todo } = sayFailure(of.failure, all, format.time);
    return (
      <Notice tone="bad">
        <p>{t('failed', { at, message: what })}</p>
        {todo && <p>{todo}</p>}
      </Notice>
    );
  }
  return (
    <>
      <p className="quiet small">{t('compared', { ago: format.relative(of.comparedAt ?? of.askedAt), by: of.askedBy })}</p>
      <div aria-live="polite">
        <Verdict of={of} />
      </div>
      <ComparisonFigures of={of} />
      {of.differences.length > 0 && <Differences of={of} />}
    </>
  );
}

function Verdict({ of }: { readonly of: Reconciliation }) {
  const { t } = useTranslation('operating', { keyPrefix: 'comparing' });
  const missing = of.missing ?? 0;
  if (missing === 0) return <Notice tone="good">{t('nothingMissing', { count: of.remote ?? 0 })}</Notice>;
  const healed = of.differences.filter(({ state }) => state === 'here' || state === 'gone').length;
  if (healed === missing) return <Notice tone="good">{t('healed')}</Notice>;
  return <Notice tone="warn">{t('missing', { count: missing })}</Notice>;
}

function Earlier({ of }: { readonly of: Reconciliations }) {
  const { t } = useTranslation('operating', { keyPrefix: 'comparing' });
  const format = useFormat();
  if (of.length === 0) return null;
  return (
    <details>
      <summary>{t('earlier')}</summary>
      <ul className={css['checks']}>
        {of.map(({ id, askedAt, askedBy, missing }) => (
          <li key={id}>
            <Badge tone={missing === null ? 'plain' : missing > 0 ? 'warn' : 'good'}>
              {missing === null ? t('earlierFailed') : t('earlierMissing', { count: missing })}
            </Badge>
            <span className="quiet small">{[format.exact(askedAt), askedBy].join(' · ')}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
