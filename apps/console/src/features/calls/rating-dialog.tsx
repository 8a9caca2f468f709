import { Button, Dialog, SelectField, Shown, TextArea, useAsked, useDoing, useToasts, type Answer, type Asking } from '#page-kit';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './calls.module.css';

type Survey = Answer<'GET /tickets/{id}/survey'>;
type Rating = Asking<'POST /tickets/{id}/ratings'>['body'];

/** What a customer says on the phone of how it was, as the desk's survey asks it (D2.20). `taskId`: the task to ring him for it, done by it. */
export function RatingDialog({
  ticketId,
  about,
  taskId,
  onClose,
}: {
  readonly ticketId: string;
  readonly about: string;
  readonly taskId?: string | undefined;
  readonly onClose: () => void;
}) {
  const { t, i18n } = useTranslation('calls');
  const toasts = useToasts();
  const survey = useAsked('GET /tickets/{id}/survey', { path: { id: ticketId }, query: { language: i18n.language } });
  const finish = useDoing('POST /tasks/{taskId}/done', {
    changes: ['GET /tasks', 'GET /tickets/{id}/entries', 'GET /tickets/{id}/hand-over'],
  });
  const rate = useDoing('POST /tickets/{id}/ratings', {
    changes: ['GET /feedback', 'GET /tickets/{id}', 'GET /tickets/{id}/entries'],
    onDone: () => {
      if (taskId !== undefined) finish.mutate({ path: { taskId }, body: { outcome: t('rating.outcome') } });
      toasts.show({ text: t('rating.kept') });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('rating.enter')}
      about={about}
      actions={
        <Button look="primary" type="submit" form="rating" busy={rate.isPending} disabled={!survey.isSuccess}>
          {t('rating.keep')}
        </Button>
      }
    >
      <Shown of={survey} lines={3}>
        {(asked) => <RatingForm survey={asked} onGiven={(body) => rate.mutate({ path: { id: ticketId }, body })} />}
      </Shown>
    </Dialog>
  );
}

const STEPS = ['low', 'middle', 'high'] as const;
const RECOMMEND = Array.from({ length: 11 }, (_, value) => value);

function RatingForm({ survey, onGiven }: { readonly survey: Survey; readonly onGiven: (rating: Rating) => void }) {
  const { t } = useTranslation('calls');
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const of = (name: string) => ({
    value: given[name] ?? '',
    onChange: ({ target }: { readonly target: { readonly value: string } }) => setGiven({ ...given, [name]: target.value }),
  });
  const { kind, question, least, greatest, parts, recommend, reason, suggestion } = survey;
  const scale = Array.from({ length: greatest - least + 1 }, (_, step) => least + step);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const words = Object.fromEntries(['reason', 'suggestion'].flatMap((name) => (given[name]?.trim() ? [[name, given[name].trim()]] : [])));
    const points =
      kind === 'weighted'
        ? { parts: Object.fromEntries(parts.map(({ key }) => [key, Number(given[key])])) }
        : { value: Number(given['value']) };
    onGiven({ ...points, ...(given['recommend'] ? { recommend: Number(given['recommend']) } : {}), ...words });
  };
  const choice = (name: string, label: string, values: readonly number[], required: boolean) => (
    <SelectField key={name} label={label} required={required} {...of(name)}>
      <option value="">{t('rating.choose')}</option>
      {values.map((value) => (
        <option key={value} value={value}>
          {kind === 'three-step' && name === 'value' ? t(`rating.steps.${STEPS[value - 1]!}`) : value}
        </option>
      ))}
    </SelectField>
  );
  return (
    <form id="rating" className={css['fields']} onSubmit={submit}>
      {kind === 'weighted' ? (
        <>
          <p>{question}</p>
          {parts.map(({ key, name }) => choice(key, name, scale, true))}
        </>
      ) : (
        choice('value', question, scale, true)
      )}
      {recommend !== null && choice('recommend', recommend, RECOMMEND, false)}
      {reason !== 'never' && <TextArea label={t('rating.reason')} rows={2} maxLength={10_000} {...of('reason')} />}
      {suggestion && <TextArea label={t('rating.suggestion')} rows={2} maxLength={10_000} {...of('suggestion')} />}
    </form>
  );
}
