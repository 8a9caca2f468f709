import { Button, Dialog, Failed, Notice, SelectField, TextArea, TextField, useAsked, useDoing, usePickText, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProfile } from '../desk-profile.js';
import css from './breaches.module.css';
import type { ListedClock } from './clock-table.js';

const EMPTY = { reason: '', problem: '', impact: '', why: '', suggestedTeam: '', what: '', result: '' };

/** Hands a ticket one support level up, with the desk's form (D2.6). */
export function EscalateDialog({ clock, onClose }: { readonly clock: ListedClock; readonly onClose: () => void }) {
  const { t } = useTranslation('supervising');
  const pick = usePickText();
  const toasts = useToasts();
  const escalation = useProfile()?.routing.escalation;
  const groups = useAsked('GET /groups', undefined).data?.items ?? [];
  const [form, setForm] = useState(EMPTY);
  const field = (name: keyof typeof EMPTY) => ({
    value: form[name],
    onChange: (event: { readonly target: { readonly value: string } }) => setForm({ ...form, [name]: event.target.value }),
  });
  const escalate = useDoing('POST /tickets/{id}/escalations', {
    changes: ['GET /clocks', 'GET /tickets', 'GET /tickets/{id}'],
    tellsFailure: true,
    onDone: () => {
      onClose();
      toasts.show({ text: t('escalation.done', { number: clock.ticketNumber }) });
    },
  });
  const reasons = Object.entries(escalation?.reasons ?? {});
  const { reason, problem, impact, why, suggestedTeam, what, result } = form;
  const isWhole = [reason, problem, impact, why, ...(escalation?.triedNeeded ? [what, result] : [])].every((text) => text.trim() !== '');
  return (
    <Dialog
      open
      onClose={onClose}
      look="wide"
      title={t('escalation.title', { number: clock.ticketNumber })}
      about={clock.subject}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            busy={escalate.isPending}
            disabled={!isWhole}
            onClick={() =>
              escalate.mutate({
                path: { id: clock.ticketId },
                body: {
                  ...{ reason, problem, impact, why, expectedVersion: clock.ticketVersion },
                  ...(what.trim() === '' ? {} : { tried: [{ what, result }] }),
                  ...(suggestedTeam && { suggestedTeam }),
                },
              })
            }
          >
            {t('clocks.escalate')}
          </Button>
        </>
      }
    >
      {escalation && reasons.length === 0 && <Notice tone="warn">{t('escalation.noReasons')}</Notice>}
      <SelectField label={t('escalation.reason')} {...field('reason')}>
        <option value="">{t('escalation.choose')}</option>
        {reasons.map(([key, { name }]) => (
          <option key={key} value={key}>
            {pick(name) ?? key}
          </option>
        ))}
      </SelectField>
      <TextArea label={t('escalation.problem')} rows={2} {...field('problem')} />
      <TextArea label={t('escalation.impact')} rows={2} {...field('impact')} />
      <div className={css['pair']}>
        <TextField label={t('escalation.tried')} {...field('what')} />
        <TextField label={t('escalation.result')} {...field('result')} />
      </div>
      <TextArea label={t('escalation.why')} rows={2} {...field('why')} />
      <SelectField label={t('escalation.team')} {...field('suggestedTeam')}>
        <option value="">{t('escalation.anyTeam')}</option>
        {groups.map(({ id, key, name }) => (
          <option key={id} value={key}>
            {pick(name) ?? key}
          </option>
        ))}
      </SelectField>
      {escalate.error !== null && <Failed error={escalate.error} />}
    </Dialog>
  );
}
