import { Button, SelectField, TextArea, useDoing } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../../shell/desk-names.js';
import css from '../side/side.module.css';
import { MEASURE_CHANGES } from './measure.js';

/** The customer is asked on his channel in the desk's words, with what is wanted, by which tool and rights, at which risk. */
export function AskMeasure({ ticketId, onDone }: { readonly ticketId: string; readonly onDone: () => void }) {
  const { t } = useTranslation('thread');
  const { t: kit } = useTranslation('kit');
  const kinds = useDeskWords().measures;
  const first = kinds[0]?.[0] ?? '';
  const [form, setForm] = useState({ kind: first, what: '', risk: '', tool: '', rights: '' });
  const { tools = [], rights = [], riskNeeded = false } = kinds.find(([key]) => key === form.kind)?.[1] ?? {};
  const put = (name: keyof typeof form) => (event: { readonly target: { readonly value: string } }) =>
    setForm({ ...form, [name]: event.target.value });
  const ask = useDoing('POST /tickets/{id}/measures', { ...MEASURE_CHANGES, onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { kind, what, ...more } = form;
    const said = Object.entries({ ...more, tool: more.tool || (tools[0] ?? ''), rights: more.rights || (rights[0] ?? '') });
    ask.mutate({ path: { id: ticketId }, body: { kind, what, ...Object.fromEntries(said.filter(([, value]) => value.trim() !== '')) } });
  };
  return (
    <form className={css['list']} onSubmit={submit}>
      <SelectField label={t('measures.kind')} value={form.kind} onChange={put('kind')}>
        {kinds.map(([key, { name }]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextArea label={t('measures.what')} rows={2} required maxLength={2_000} value={form.what} onChange={put('what')} />
      <TextArea label={t('measures.risk')} rows={2} required={riskNeeded} maxLength={2_000} value={form.risk} onChange={put('risk')} />
      {(['tool', 'rights'] as const).map((name) => {
        const choices = name === 'tool' ? tools : rights;
        return (
          choices.length > 0 && (
            <SelectField key={name} label={t(`measures.${name}`)} value={form[name]} onChange={put(name)}>
              {choices.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </SelectField>
          )
        );
      })}
      <div className={css['row']}>
        <Button small look="primary" icon="send" type="submit" busy={ask.isPending}>
          {t('measures.askCustomer')}
        </Button>
        <Button small look="quiet" onClick={onDone}>
          {kit('cancel')}
        </Button>
      </div>
    </form>
  );
}
