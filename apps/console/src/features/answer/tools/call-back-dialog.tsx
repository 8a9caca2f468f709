import { Button, Dialog, SelectField, TextArea, TextField, useAsked, useDoing, usePickText, useToasts, type Answer } from '#page-kit';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './tools.module.css';

/** Work for a group: ring the customer back, by when, about what. */
export function CallBackDialog({ ticket, onClose }: { readonly ticket: Answer<'GET /tickets/{id}'>; readonly onClose: () => void }) {
  const { t } = useTranslation('answer');
  const pick = usePickText();
  const toasts = useToasts();
  const groups = useAsked('GET /groups', undefined);
  const phone = ticket.contact.identities.find(({ scheme }) => scheme === 'phone')?.value ?? '';
  const [form, setForm] = useState({ group: '', number: phone, due: '', about: '' });
  const make = useDoing('POST /tickets/{id}/group-tasks', {
    changes: ['GET /tasks'],
    onDone: () => {
      toasts.show({ text: t('callBackMade') });
      onClose();
    },
  });
  const group = form.group || groups.data?.items.find(({ id }) => id === ticket.group)?.key || groups.data?.items[0]?.key || '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = t('callBackText', { number: form.number, about: form.about });
    const dueAt = form.due === '' ? {} : { dueAt: new Date(form.due).toISOString() };
    make.mutate({
      path: { id: ticket.id },
      body: { groups: [group], kind: 'department', text, ...dueAt, expectedVersion: ticket.version },
    });
  };
  const put = (name: keyof typeof form) => (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value });
  return (
    <Dialog open onClose={onClose} title={t('callBack')}>
      <form className={css['form']} onSubmit={submit}>
        <TextField label={t('number')} type="tel" required autoFocus value={form.number} onChange={put('number')} />
        <TextField label={t('dueAt')} type="datetime-local" value={form.due} onChange={put('due')} />
        <SelectField label={t('byGroup')} required value={group} onChange={put('group')}>
          {groups.data?.items.map(({ id, key, name }) => (
            <option key={id} value={key}>
              {pick(name)}
            </option>
          ))}
        </SelectField>
        <TextArea label={t('callAbout')} required rows={3} maxLength={4000} value={form.about} onChange={put('about')} />
        <div className={css['buttons']}>
          <Button type="submit" look="primary" icon="phone" busy={make.isPending} disabled={group === ''}>
            {t('makeCallBack')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
