import { Badge, Button, Empty, FilteredList, OneOf, useAskedPages, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSession } from '../../../session/session.js';
import { useFilter } from '../use-filter.js';
import { type Compensation, DecisionDialog } from './decision-dialog.js';
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
    <>
      <FilteredList
        filters={
          <OneOf
            label={t('compensations.state')}
            value={state}
            of={STATES}
            nameOf={(each) => t(`compensations.states.${each}`)}
            onChange={setState}
          />
        }
        of={list}
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
        keyOf={({ id }) => id}
        empty={<Empty icon="check" title={t(`compensations.none.${state}`)} about={t('compensations.about')} />}
      />
      {decided && <DecisionDialog compensation={decided} onClose={() => decide(null)} />}
    </>
  );
}
