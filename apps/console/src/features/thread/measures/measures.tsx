import { Badge, Button, useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { FactList, Section } from '../side/section.js';
import css from '../side/side.module.css';
import { AskMeasure } from './ask-measure.js';
import { ConsentForm } from './consent-form.js';
import { EndForm } from './end-form.js';
import type { Measure } from './measure.js';
import { StartButton } from './start-button.js';

const TONES = { asked: 'warn', consented: 'good', refused: 'bad', running: 'accent', ended: 'plain' } as const;

/** What is done only with the customer's consent: asked with its risk, begun when he agreed, ended with its result (D2.16, D2.17). */
export function Measures({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const { may } = useSession();
  const kinds = useDeskWords().measures;
  const [isAsking, setAsking] = useState(false);
  const items = useAsked('GET /tickets/{id}/measures', { path: { id: ticket.id } }).data?.items ?? [];
  if (kinds.length + items.length === 0) return null;
  const mayAsk = may('tickets:write') && kinds.length > 0;
  return (
    <Section
      title={t('measures.title')}
      action={
        mayAsk &&
        !isAsking && (
          <Button small icon="plus" onClick={() => setAsking(true)}>
            {t('measures.ask')}
          </Button>
        )
      }
    >
      {isAsking && <AskMeasure ticketId={ticket.id} onDone={() => setAsking(false)} />}
      {items.map((measure) => (
        <OneMeasure key={measure.id} measure={measure} />
      ))}
    </Section>
  );
}

function OneMeasure({ measure }: { readonly measure: Measure }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const { may } = useSession();
  const { kind, what, risk, tool, rights, state, decidedBy, decidedHow, startedAt, endedAt, recording, recordingEntry, result } = measure;
  const known = useDeskWords().measures.find(([key]) => key === kind)?.[1];
  const facts = [
    { name: t('measures.risk'), value: risk },
    { name: t('measures.tool'), value: [tool, rights].filter(Boolean).join(' · ') },
    { name: t('measures.decided'), value: [decidedBy, decidedHow].filter(Boolean).join(' · ') },
    {
      name: t('measures.ran'),
      value:
        startedAt &&
        [startedAt, endedAt]
          .filter((at) => at !== null)
          .map(format.time)
          .join(' – '),
    },
    { name: t('measures.recording'), value: recording },
    { name: t('measures.result'), value: result },
  ];
  return (
    <article className={css['list']} aria-label={what}>
      <p className={css['row']}>
        <strong className={css['grow']}>{[known?.name ?? kind, what].join('：')}</strong>
        <Badge tone={TONES[state]}>{t(`measures.states.${state}`)}</Badge>
      </p>
      <FactList facts={facts.filter(({ value }) => value)} />
      {recordingEntry !== null &&
        (may('recordings:hear') ? (
          <video
            className={css['recording']}
            controls
            preload="none"
            src={`/api/v1/entries/${recordingEntry}/recordings/0`}
            aria-label={recording ?? t('measures.recording')}
          />
        ) : (
          <p className="quiet small">{t('measures.mayNotHear')}</p>
        ))}
      {may('tickets:write') && state === 'asked' && <ConsentForm measureId={measure.id} />}
      {may('tickets:write') && state === 'consented' && <StartButton measureId={measure.id} />}
      {may('tickets:write') && state === 'running' && <EndForm measureId={measure.id} recording={known?.recording ?? 'optional'} />}
    </article>
  );
}
