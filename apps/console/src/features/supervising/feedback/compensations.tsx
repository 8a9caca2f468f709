import { Badge, Button, Empty, SelectField, Shown, Table, useAskedPages, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSession } from '../../../session/session.js';
import { useFilter } from '../use-filter.js';
import { type Compensation, DecisionDialog } from './decision-dialog.js';
import css from './feedback.module.css';
import { TakeBack } from './take-back.js';

const STATES = ['proposed', 'approved', 'refused'] as const;
const TONES = { proposed: 'warn', approved: 'good', refused: 'plain' } as const;

/** Compensations that wait for a supervisor, and what was decided. */
export function Compensations() {
  const { t } = useTranslation('supervising');
  const { may } = useSession();
  const format = useFormat();
  const [asked, setState] = useFilter('state');
  const state = STATES.find((each) => each === asked) ?? 'proposed';
  const list = useAskedPages('GET /compensations', { query: { state } });
  const [decided, decide] = useState<Compensation | null>(null);
  return (
    <div className={css['lists']}>
      <div className={css['filters']}>
        <SelectField label={t('compensations.state')} value={state} onChange={(event) => setState(event.target.value)}>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {t(`compensations.states.${each}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <Shown of={list}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="check" title={t(`compensations.none.${state}`)} about={t('compensations.about')} />
          ) : (
            <Table
              caption={t('compensations.title')}
              columns={[
                {
                  key: 'who',
                  head: t('feedback.contact'),
                  cell: ({ contactId, displayName }) => <Link href={`/contacts/${contactId}`}>{displayName ?? t('feedback.unnamed')}</Link>,
                },
                {
                  key: 'ticket',
                  head: t('clocks.ticket'),
                  cell: ({ ticketId, ticketNumber }) => ticketId && <Link href={`/tickets/${ticketId}`}>{ticketNumber}</Link>,
                },
                { key: 'reason', head: t('compensations.reason'), cell: ({ reason, note }) => (note ? `${reason} · ${note}` : reason) },
                {
                  key: 'amount',
                  head: t('compensations.amount'),
                  number: true,
                  cell: ({ amount, unit }) => `${format.number(amount)} ${unit}`,
                },
                { key: 'at', head: t('compensations.proposed'), cell: ({ proposedAt }) => format.time(proposedAt) },
                {
                  key: 'state',
                  head: t('compensations.state'),
                  cell: (each) =>
                    each.state === 'proposed' && may('supervise') ? (
                      <Button small onClick={() => decide(each)}>
                        {t('compensations.decide')}
                      </Button>
                    ) : (
                      <>
                        <Badge tone={TONES[each.state]}>{t(`compensations.states.${each.state}`)}</Badge>{' '}
                        {each.state !== 'proposed' && may('supervise') && <TakeBack compensationId={each.id} />}
                      </>
                    ),
                },
              ]}
              rows={items}
              keyOf={({ id }) => id}
            />
          )
        }
      </Shown>
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>{t('more')}</Button>}
      {decided && <DecisionDialog compensation={decided} onClose={() => decide(null)} />}
    </div>
  );
}
