import { Button, Checkbox, TextArea, TextField, useDoing, useToasts } from '#page-kit';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './calls.module.css';

/** After the call: what was said and what came of it, in the thread, with its time (D2.9). */
export function ContactRecord({ ticketId }: { readonly ticketId: string }) {
  const { t } = useTranslation('calls');
  const toasts = useToasts();
  const [form, setForm] = useState({ content: '', result: '', reached: true });
  const record = useDoing('POST /tickets/{id}/contact-records', {
    changes: ['GET /tickets/{id}/entries'],
    onDone: () => {
      toasts.show({ text: t('recorded') });
      setForm({ content: '', result: '', reached: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { content, result, reached } = form;
    record.mutate({ path: { id: ticketId }, body: { way: t('way'), reached, content, ...(result.trim() === '' ? {} : { result }) } });
  };
  return (
    <form className={css['points']} onSubmit={submit}>
      <h3>{t('record')}</h3>
      <TextArea
        label={t('content')}
        required
        rows={2}
        maxLength={10000}
        value={form.content}
        onChange={(event) => setForm({ ...form, content: event.target.value })}
      />
      <TextField
        label={t('result')}
        maxLength={2000}
        value={form.result}
        onChange={(event) => setForm({ ...form, result: event.target.value })}
      />
      <Checkbox label={t('reached')} checked={form.reached} onChange={(event) => setForm({ ...form, reached: event.target.checked })} />
      <div>
        <Button type="submit" busy={record.isPending}>
          {t('keepRecord')}
        </Button>
      </div>
    </form>
  );
}
