import { Badge, Button, type Column, Empty, Panel, Shown, Table, useAsked, useAskedPages, useDoing, useFormat, useToasts } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.js';
import css from './operating.module.css';

const CHANGES = ['GET /quarantine', 'GET /quarantine/domains', 'GET /quarantine/decisions', 'GET /tickets'] as const;

interface Held {
  readonly key: string;
  readonly name: string;
  readonly about: string;
  readonly tickets: number;
  readonly lastOpenedAt: string;
  readonly of: { readonly contact: string } | { readonly domain: string };
}

/** Who was held back, by sender and by domain; let out or confirmed with one press, and taken back with another. */
export function Quarantine() {
  const { t } = useTranslation('operating', { keyPrefix: 'quarantine' });
  const format = useFormat();
  const senders = useAskedPages('GET /quarantine', { query: { limit: 50 } });
  const domains = useAskedPages('GET /quarantine/domains', { query: { limit: 50 } });
  return (
    <div className={css['list']}>
      <Panel title={t('senders')}>
        <Shown of={senders}>
          {(items) => (
            <HeldTable
              caption={t('senders')}
              rows={items.map(({ contactId, displayName, identities, ...rest }) => ({
                ...rest,
                ...{ key: contactId, name: displayName ?? identities[0]?.value ?? contactId, of: { contact: contactId } },
                about: format.list(identities.map(({ value }) => value)),
              }))}
            />
          )}
        </Shown>
      </Panel>
      <Panel title={t('domains')}>
        <Shown of={domains}>
          {(items) => (
            <HeldTable
              caption={t('domains')}
              rows={items.map(({ domain, senders: many, ...rest }) => ({
                ...rest,
                ...{ key: domain, name: domain, about: t('manySenders', { count: many }), of: { domain } },
              }))}
            />
          )}
        </Shown>
      </Panel>
      <Decisions />
    </div>
  );
}

function HeldTable({ caption, rows }: { readonly caption: string; readonly rows: readonly Held[] }) {
  const { t } = useTranslation('operating', { keyPrefix: 'quarantine' });
  const format = useFormat();
  const toasts = useToasts();
  const { may } = useSession();
  const undo = useDoing('DELETE /quarantine/decisions/{decisionId}', { changes: CHANGES });
  const decide = useDoing('POST /quarantine/decisions', {
    changes: CHANGES,
    onDone: ({ id, decision, tickets }) =>
      toasts.show({
        text: t(decision === 'release' ? 'released' : 'confirmed', { count: tickets }),
        action: { label: t('undo'), run: () => undo.mutate({ path: { decisionId: id } }) },
        forMs: 10_000,
      }),
  });
  if (rows.length === 0) return <Empty title={t('none')} about={t('noneAbout')} />;
  const columns: readonly Column<Held>[] = [
    {
      key: 'name',
      head: t('who'),
      cell: ({ name, about }) => (
        <>
          <div>{name}</div>
          <div className="quiet small">{about}</div>
        </>
      ),
    },
    { key: 'tickets', head: t('tickets'), cell: ({ tickets }) => format.number(tickets), number: true },
    { key: 'last', head: t('last'), cell: ({ lastOpenedAt }) => format.exact(lastOpenedAt) },
    {
      key: 'decide',
      head: t('decide'),
      cell: ({ of, name }) =>
        may('tickets:write') && (
          <div className={css['row']}>
            <Button small onClick={() => decide.mutate({ body: { decision: 'release', ...of } })} aria-label={t('releaseOf', { name })}>
              {t('release')}
            </Button>
            <Button
              small
              look="danger"
              onClick={() => decide.mutate({ body: { decision: 'spam', ...of } })}
              aria-label={t('spamOf', { name })}
            >
              {t('spam')}
            </Button>
          </div>
        ),
    },
  ];
  return <Table caption={caption} columns={columns} rows={rows} keyOf={({ key }) => key} />;
}

function Decisions() {
  const { t } = useTranslation('operating', { keyPrefix: 'quarantine' });
  const format = useFormat();
  const decisions = useAsked('GET /quarantine/decisions', undefined);
  const undo = useDoing('DELETE /quarantine/decisions/{decisionId}', { changes: CHANGES });
  return (
    <Panel title={t('decisions')}>
      <Shown of={decisions}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('noDecisions')}</p>
          ) : (
            <ul className={css['checks']}>
              {items.map((each) => (
                <li key={each.id}>
                  <Badge tone={each.decision === 'release' ? 'good' : 'bad'}>{t(each.decision)}</Badge>
                  <div className={css['row']}>
                    <span>{each.selection.domain ?? t('decidedOf', { count: each.tickets })}</span>
                    <span className="quiet small">{[each.actor.displayName, format.exact(each.madeAt)].filter(Boolean).join(' · ')}</span>
                    {each.undoneAt === null ? (
                      <Button small busy={undo.isPending} onClick={() => undo.mutate({ path: { decisionId: each.id } })}>
                        {t('undo')}
                      </Button>
                    ) : (
                      <span className="quiet small">{t('undone', { at: format.exact(each.undoneAt) })}</span>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Panel>
  );
}
