import { Button, SelectField, TextArea, useAsked, useDoing, usePickText, useToasts, type Answer } from '#page-kit';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './answer.module.css';

/** A question to a group, a colleague or an expert; the ticket stays where it is (D1.14, D2.18). */
export function AskForm({ ticket }: { readonly ticket: Answer<'GET /tickets/{id}'> }) {
  const { t } = useTranslation('answer');
  const pick = usePickText();
  const toasts = useToasts();
  const groups = useAsked('GET /groups', undefined);
  const agents = useAsked('GET /agents', undefined);
  const experts = useAsked('GET /experts', {});
  const [whom, setWhom] = useState('');
  const [question, setQuestion] = useState('');
  const ask = useDoing('POST /tickets/{id}/consultations', {
    changes: ['GET /tickets/{id}/consultations', 'GET /tickets/{id}/entries'],
    onDone: () => {
      setQuestion('');
      toasts.show({ text: t('asked') });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [kind, key] = [whom.slice(0, whom.indexOf(':')), whom.slice(whom.indexOf(':') + 1)];
    ask.mutate({ path: { id: ticket.id }, body: { question, [kind]: key } });
  };
  const fields = [...new Set(experts.data?.items.flatMap((expert) => expert.fields) ?? [])];
  return (
    <form className={css['ask']} onSubmit={submit}>
      <SelectField label={t('whom')} required value={whom} onChange={(event) => setWhom(event.target.value)}>
        <option value="">{t('choose')}</option>
        <optgroup label={t('groups')}>
          {groups.data?.items.map(({ id, key, name }) => (
            <option key={id} value={`group:${key}`}>
              {pick(name)}
            </option>
          ))}
        </optgroup>
        <optgroup label={t('colleagues')}>
          {agents.data?.items.map(({ id, displayName }) => (
            <option key={id} value={`agent:${id}`}>
              {displayName}
            </option>
          ))}
        </optgroup>
        {fields.length > 0 && (
          <optgroup label={t('experts')}>
            {fields.map((field) => (
              <option key={field} value={`field:${field}`}>
                {field}
              </option>
            ))}
          </optgroup>
        )}
      </SelectField>
      <TextArea
        label={t('question')}
        hint={t('questionHint')}
        required
        rows={3}
        maxLength={5000}
        value={question}
        onChange={(event) => setQuestion(event.target.value)}
      />
      <div>
        <Button type="submit" look="primary" busy={ask.isPending}>
          {t('askNow')}
        </Button>
      </div>
    </form>
  );
}
