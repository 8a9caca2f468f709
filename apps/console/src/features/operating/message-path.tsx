import { Panel, useAsked, useFormat } from '#page-kit';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { type LedgerItem, Outcome } from './ledger-item.js';
import css from './operating.module.css';

interface Step {
  readonly key: string;
  readonly at?: string | null;
  readonly what: ReactNode;
  readonly about?: ReactNode;
  readonly tone?: 'good' | 'warn' | 'bad';
}

/** One delivery of a message from the door to where it is now. */
export function MessagePath({ item }: { readonly item: LedgerItem }) {
  const { t } = useTranslation('operating', { keyPrefix: 'messages' });
  const { t: thread } = useTranslation('thread');
  const ruleOf = (rule: string) => thread(`rule.${rule as 'number'}`, { defaultValue: rule });
  const format = useFormat();
  const entry = useAsked('GET /entries/{id}', { path: { id: item.entryId ?? '' } }, { enabled: item.entryId !== null }).data;
  const received = format.exact(item.receivedAt ?? item.at);
  const ticket = item.ticketNumber ?? '';
  const answer = (() => {
    if (item.outcome === 'ticketed')
      return entry === undefined
        ? t('answers.ticketedPlain', { received, ticket })
        : t('answers.ticketed', { received, ticket, entry: format.number(entry.seq) });
    if (item.outcome === 'duplicate') return t('answers.duplicate', { received, ticket });
    return t(`answers.${item.outcome}`, { received, reason: item.reason ?? '' });
  })();
  const steps: readonly Step[] = [
    {
      key: 'door',
      at: item.receivedAt,
      what: t('steps.received', { inbox: item.inboxId ?? '' }),
      about: item.deliveryId && <span className={css['mono']}>{item.deliveryId}</span>,
      tone: 'good',
    },
    ...(item.outcome === 'received' ? [{ key: 'log', at: item.at, what: t('steps.waits'), tone: 'warn' as const }] : []),
    ...(item.outcome === 'parked'
      ? [{ key: 'parked', at: item.at, what: t('steps.parked'), about: item.reason, tone: 'warn' as const }]
      : []),
    ...(item.outcome === 'dead-lettered'
      ? [
          {
            key: 'dead',
            at: item.at,
            what: t('steps.dead'),
            about: (
              <>
                {item.reason} {item.deadLetterId && <Link href={`/dead-letters?letter=${item.deadLetterId}`}>{t('toDeadLetter')}</Link>}
              </>
            ),
            tone: 'bad' as const,
          },
        ]
      : []),
    ...(item.entryId !== null && item.ticketId !== null
      ? [
          {
            key: 'ticket',
            at: item.at,
            what: item.outcome === 'duplicate' ? t('steps.duplicate') : t('steps.ticketed'),
            about: (
              <>
                <Link href={`/tickets/${item.ticketId}`}>{ticket}</Link> <a href={`/api/v1/entries/${item.entryId}/raw`}>{t('raw')}</a>
              </>
            ),
            tone: 'good' as const,
          },
        ]
      : []),
    ...(entry?.threading
      ? [{ key: 'why', what: t('steps.why', { rule: ruleOf(entry.threading.rule) }), about: evidence(entry.threading.evidence, thread) }]
      : []),
    ...(entry?.author.identity ? [{ key: 'who', what: t('steps.who', { who: entry.author.identity.raw }) }] : []),
  ];
  return (
    <Panel title={<Outcome of={item.outcome} />}>
      <p className={css['answer']}>{answer}</p>
      <ol className={css['steps']}>
        {steps.map(({ key, at, what, about, tone }) => (
          <li key={key} data-tone={tone}>
            <span>
              {at && (
                <time className="quiet" dateTime={at}>
                  {`${format.exact(at)} `}
                </time>
              )}
              {what}
            </span>
            {about && <span className="small">{about}</span>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function evidence(of: Readonly<Record<string, unknown>>, t: TFunction<'thread'>): ReactNode {
  const nameOf = (name: string) => t(`evidence.${name as 'id'}`, { defaultValue: name });
  const valueOf = (value: unknown) =>
    typeof value === 'object' ? JSON.stringify(value) : t(`evidenceValue.${String(value) as 'ours'}`, { defaultValue: String(value) });
  const words = Object.entries(of).map(([name, value]) => `${nameOf(name)}: ${valueOf(value)}`);
  return words.length > 0 && <span className={css['mono']}>{words.join(' · ')}</span>;
}
