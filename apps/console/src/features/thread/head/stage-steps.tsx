import { Button, Menu, useAsked } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../entry.js';
import { type NextStep, StageDialog } from './stage-dialog.js';

/** The ways a request may go from where it stands. */
export function StageSteps({ ticket }: { readonly ticket: Ticket }) {
  const { t, i18n } = useTranslation('thread');
  const [step, setStep] = useState<NextStep | null>(null);
  const { data } = useAsked(
    'GET /tickets/{id}/request',
    { path: { id: ticket.id }, query: { language: i18n.language } },
    { enabled: ticket.stage !== null },
  );
  if (ticket.stage === null || data === undefined || data.next.length === 0) return null;
  return (
    <>
      <Menu
        trigger={
          <Button small icon="right">
            {t('nextStep')}
          </Button>
        }
        groups={[
          data.next.map((next) => ({
            key: `${next.stage} ${next.outcome ?? ''}`,
            label: next.outcomeName ?? next.name,
            ...(next.missing.length > 0 ? { hint: t('missingCount', { count: next.missing.length }) } : {}),
            onSelect: () => setStep(next),
          })),
        ]}
      />
      {step !== null && <StageDialog key={step.stage} ticket={ticket} request={data} step={step} onClose={() => setStep(null)} />}
    </>
  );
}
