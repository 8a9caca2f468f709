import { Button, Checkbox, Dialog, TextArea, TextField, useDoing, useToasts } from '#page-kit';
import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './calls.module.css';

const NOTHING = { way: '', at: '', content: '', result: '', errorText: '', reached: true };
const WAYS = ['phone', 'person', 'letter', 'visit', 'elsewhere'] as const;
type Shown = 'call' | 'all';

/** After the call: what was said and what came of it, in the thread, with its time (D2.9). */
export function ContactRecord({ ticketId }: { readonly ticketId: string }) {
  const { t } = useTranslation('calls');
  const { form, fields, submit, isBusy } = useRecord(ticketId, 'call');
  return (
    <form className={css['points']} onSubmit={submit} key={form}>
      <h3>{t('record')}</h3>
      {fields}
      <div>
        <Button type="submit" busy={isBusy}>
          {t('keepRecord')}
        </Button>
      </div>
    </form>
  );
}

/** A contact that no channel saw, on any ticket: a call from his own phone, a letter, a visit. */
export function ContactRecordDialog({
  ticketId,
  about,
  onClose,
}: {
  readonly ticketId: string;
  readonly about: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('calls');
  const { fields, submit, isBusy } = useRecord(ticketId, 'all', onClose);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('recordContact')}
      about={about}
      actions={
        <Button look="primary" type="submit" form="contact-record" busy={isBusy}>
          {t('keepRecord')}
        </Button>
      }
    >
      <form id="contact-record" className={css['fields']} onSubmit={submit}>
        {fields}
      </form>
    </Dialog>
  );
}

function useRecord(ticketId: string, shown: Shown, onDone?: () => void) {
  const { t } = useTranslation('calls');
  const toasts = useToasts();
  const ways = useId();
  const [count, setCount] = useState(0);
  const [form, setForm] = useState(NOTHING);
  const record = useDoing('POST /tickets/{id}/contact-records', {
    changes: ['GET /tickets/{id}/entries', 'GET /tickets/{id}', 'GET /tickets/{id}/clocks'],
    onDone: () => {
      toasts.show({ text: t('recorded') });
      setForm(NOTHING);
      setCount(count + 1);
      onDone?.();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { way, at, reached, content, result, errorText } = form;
    const more = Object.entries({ result, errorText }).filter(([, words]) => words.trim() !== '');
    record.mutate({
      path: { id: ticketId },
      body: {
        ...{ way: shown === 'call' ? t('way') : way.trim(), reached, content },
        ...(at === '' ? {} : { at: new Date(at).toISOString() }),
        ...Object.fromEntries(more),
      },
    });
  };
  const bound = (name: 'way' | 'at' | 'content' | 'result' | 'errorText') => ({
    value: form[name],
    onChange: ({ target }: { readonly target: { readonly value: string } }) => setForm({ ...form, [name]: target.value }),
  });
  const fields = (
    <>
      {shown === 'all' && (
        <>
          <TextField label={t('howReached')} list={ways} required maxLength={60} {...bound('way')} />
          <datalist id={ways}>
            {WAYS.map((way) => (
              <option key={way} value={t(`ways.${way}`)} />
            ))}
          </datalist>
          <TextField label={t('whenReached')} hint={t('whenReachedHint')} type="datetime-local" {...bound('at')} />
        </>
      )}
      <TextArea label={t('content')} required rows={2} maxLength={10000} {...bound('content')} />
      <TextField label={t('result')} maxLength={2000} {...bound('result')} />
      {shown === 'all' && <TextArea label={t('errorText')} rows={2} maxLength={4000} {...bound('errorText')} />}
      <Checkbox label={t('reached')} checked={form.reached} onChange={(event) => setForm({ ...form, reached: event.target.checked })} />
    </>
  );
  return { form: count, fields, submit, isBusy: record.isPending };
}
