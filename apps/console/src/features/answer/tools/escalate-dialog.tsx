import {
  Button,
  Dialog,
  SelectField,
  TextArea,
  TextField,
  explainProblem,
  forget,
  useAsked,
  useDoing,
  usePickText,
  useToasts,
  type Answer,
  type DeskText,
} from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './tools.module.css';

interface Desk {
  readonly routing?: { readonly escalation?: { readonly reasons?: Readonly<Record<string, { readonly name: unknown }>> } };
}

/** The form of D2.6: reason, problem, impact, what was tried with which result, why, suggested team. */
export function EscalateDialog({ ticket, onClose }: { readonly ticket: Answer<'GET /tickets/{id}'>; readonly onClose: () => void }) {
  const { t } = useTranslation('answer');
  const pick = usePickText();
  const { t: kit } = useTranslation('kit');
  const cache = useQueryClient();
  const toasts = useToasts();
  const desk = useAsked('GET /desk', {});
  const groups = useAsked('GET /groups', undefined);
  const path = { id: ticket.id };
  const [form, setForm] = useState({ reason: '', problem: ticket.subject, impact: '', why: '', suggestedTeam: '' });
  const [tried, setTried] = useState([{ what: '', result: '' }]);
  const escalate = useDoing('POST /tickets/{id}/escalations', {
    tellsFailure: true,
    onDone: () => {
      forget(cache, 'GET /tickets/{id}', path);
      toasts.show({ text: t('escalated') });
      onClose();
    },
  });
  const reasons = Object.entries((desk.data?.desk as Desk | undefined)?.routing?.escalation?.reasons ?? {});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { suggestedTeam, ...rest } = form;
    const steps = tried.filter(({ what, result }) => what.trim() !== '' && result.trim() !== '');
    escalate.mutate({
      path,
      body: { ...rest, tried: steps, ...(suggestedTeam === '' ? {} : { suggestedTeam }), expectedVersion: ticket.version },
    });
  };
  const put = (name: keyof typeof form) => (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value });
  const fault = escalate.error === null ? null : explainProblem(escalate.error, kit);
  return (
    <Dialog
      open
      look="wide"
      onClose={onClose}
      title={t('escalate')}
      about={reasons.length === 0 && desk.isSuccess ? t('noReasons') : t('escalateAbout')}
    >
      <form className={css['form']} onSubmit={submit}>
        <SelectField label={t('reason')} required autoFocus value={form.reason} onChange={put('reason')}>
          <option value="">{t('choose')}</option>
          {reasons.map(([key, { name }]) => (
            <option key={key} value={key}>
              {pick(name as DeskText)}
            </option>
          ))}
        </SelectField>
        <TextArea label={t('problem')} required rows={2} maxLength={5000} value={form.problem} onChange={put('problem')} />
        <TextArea label={t('impact')} required rows={2} maxLength={5000} value={form.impact} onChange={put('impact')} />
        {tried.map((step, index) => (
          <div key={index} className={css['tried']}>
            {(['what', 'result'] as const).map((name) => (
              <TextField
                key={name}
                label={t(`tried_${name}`, { n: index + 1 })}
                maxLength={1000}
                value={step[name]}
                onChange={(event) => setTried(tried.map((each, at) => (at === index ? { ...each, [name]: event.target.value } : each)))}
              />
            ))}
          </div>
        ))}
        <div>
          <Button small icon="plus" onClick={() => setTried([...tried, { what: '', result: '' }])}>
            {t('moreTried')}
          </Button>
        </div>
        <TextArea label={t('why')} required rows={2} maxLength={5000} value={form.why} onChange={put('why')} />
        <SelectField label={t('suggestedTeam')} value={form.suggestedTeam} onChange={put('suggestedTeam')}>
          <option value="">{t('nextLevel')}</option>
          {groups.data?.items.map(({ id, key, name }) => (
            <option key={id} value={key}>
              {pick(name as DeskText)}
            </option>
          ))}
        </SelectField>
        {fault !== null && (
          <p role="alert">
            {fault.title} {fault.about}
          </p>
        )}
        <div className={css['buttons']}>
          <Button type="submit" look="primary" icon="up" busy={escalate.isPending}>
            {t('escalate')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
