import { ApiProblem, Button, Checkbox, Dialog, Notice, SelectField, TextField, explainProblem, useDoing, useToasts } from '#page-kit';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import css from './knowledge.module.css';

const FORMATS = ['markdown', 'csv', 'jsonl'] as const;
const MOST_FAULTS = 20;

/** Many articles from files: all of them, or none and every fault with its line. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('knowledge');
  const { t: kit } = useTranslation('kit');
  const toasts = useToasts();
  const [form, setForm] = useState<{ format: (typeof FORMATS)[number]; language: string; publish: boolean; files: readonly File[] }>({
    ...{ format: 'markdown', language: '', publish: false, files: [] },
  });
  const bring = useDoing('POST /knowledge/imports', {
    tellsFailure: true,
    changes: ['GET /knowledge/articles'],
    onDone: ({ added, changed, same }) => {
      toasts.show({ text: t('imported', { added, changed, same }) });
      onClose();
    },
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = await Promise.all(form.files.map(async (file) => ({ name: file.name, text: await file.text() })));
    const { format, publish, language } = form;
    const given = format === 'markdown' ? { files: read } : { text: read.map(({ text }) => text).join('\n') };
    bring.mutate({ body: { format, publish, ...given, ...(language.trim() === '' ? {} : { language: language.trim() }) } });
  };
  const faults = bring.error instanceof ApiProblem ? ((bring.error.body['faults'] as readonly unknown[] | undefined) ?? []) : [];
  const said = bring.error === null ? null : explainProblem(bring.error, kit);
  return (
    <Dialog open onClose={onClose} title={t('import')} about={t('importAbout')}>
      <form className={css['part']} onSubmit={(event) => void submit(event)}>
        <SelectField
          label={t('fileFormat')}
          value={form.format}
          onChange={(event) => setForm({ ...form, format: event.target.value as typeof form.format })}
        >
          {FORMATS.map((format) => (
            <option key={format} value={format}>
              {t(`formats.${format}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('files')}
          type="file"
          required
          multiple={form.format === 'markdown'}
          onChange={(event) => setForm({ ...form, files: [...(event.target.files ?? [])] })}
        />
        <TextField
          label={t('language')}
          hint={t('languageHint')}
          value={form.language}
          onChange={(event) => setForm({ ...form, language: event.target.value })}
        />
        <Checkbox
          label={t('publishAtOnce')}
          checked={form.publish}
          onChange={(event) => setForm({ ...form, publish: event.target.checked })}
        />
        {said !== null && (
          <Notice tone="bad">
            <strong>{said.title}</strong> {said.about}
            <ul>
              {faults.slice(0, MOST_FAULTS).map((fault, index) => (
                <li key={index} className="small">
                  {describeFault(fault)}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        <div>
          <Button type="submit" look="primary" busy={bring.isPending}>
            {t('bringIn')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function describeFault(fault: unknown): string {
  if (typeof fault === 'string') return fault;
  return Object.values((fault ?? {}) as Record<string, unknown>)
    .map(String)
    .join(' · ');
}
