import { Button, type Answer, Notice, SelectField, useFormat } from '#page-kit';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askedFields, type DoorForm, doorOf, type Faults, say, sendForm, type Sent, type Values, type Written } from './door.js';
import { FieldInput } from './field-input.js';
import { FileDrop } from './file-drop.js';
import css from './form.module.css';
import { Perhaps } from './perhaps.js';
import { type Prove, useProof } from './proof/use-proof.js';
import { readTicks } from './ticks.js';
import { useDraft } from './use-draft.js';

interface WrittenFormProps {
  readonly inbox: string;
  readonly door: DoorForm;
  /** What the desk says of the form in the customer's language. */
  readonly about: Answer<'GET /desk/forms/{key}'> | null;
  readonly onSent: (sent: { readonly id: string; readonly receipt: string }) => void;
  readonly reload: () => Promise<DoorForm>;
}

const STALE: ReadonlySet<string> = new Set(['form_expired', 'bad_form_token', 'form_used']);
const TOO_FAST_MS = 3_200;

export function WrittenForm({ inbox, door, about, onSent, reload }: WrittenFormProps) {
  const { t, i18n } = useTranslation('help');
  const { t: kit } = useTranslation('kit');
  const format = useFormat();
  const { language } = i18n;
  const [values, change, clear] = useDraft(inbox);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [faults, setFaults] = useState<Faults>({});
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isProving, setProving] = useState(false);
  const prove = useProof(door.token, door.proofOfWorkBits);
  const form = useRef<HTMLFormElement>(null);
  const checklist = about?.selfService.checklist?.replaceAll('-', '_') ?? 'self_check';
  const written = withPrefill(values, door, about?.selfService.checklist ?? 'self-check', checklist);
  const fields = askedFields(door.fields, written);

  const submit = async () => {
    const asked = Object.fromEntries(['category', ...fields.map(({ name }) => name)].map((name) => [name, written[name] ?? '']));
    const missing = findMissing(door, fields, asked);
    setFaults(missing);
    setProblem(null);
    if (Object.keys(missing).length > 0) return focusFirst(form.current);
    setShare(0);
    try {
      const proveInSight: Prove = (token) => {
        setProving(door.proofOfWorkBits !== null);
        return prove(token).finally(() => setProving(false));
      };
      const given = { token: door.token, values: asked, files };
      const sent = await sendPatiently(doorOf(inbox, language), given, { onShare: setShare, reload, prove: proveInSight });
      if (sent.kind === 'taken') {
        clear();
        return onSent(sent);
      }
      if (sent.kind === 'faults') {
        setFaults(sent.faults);
        focusFirst(form.current);
      } else
        setProblem(
          sent.code === '429' || sent.code === 'rate_limited'
            ? `${kit('problem.tooOften')} ${kit('problem.tooOftenAbout')}`
            : sent.detail || kit('problem.refused'),
        );
    } catch {
      setProblem(`${kit('problem.offline')} ${kit('problem.offlineAbout')}`);
    } finally {
      setShare(null);
    }
  };

  const count = Object.keys(faults).length;
  return (
    <form
      ref={form}
      noValidate
      className={css['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (share === null) void submit();
      }}
    >
      {about?.intro && <p>{about.intro}</p>}
      {count > 0 && <Notice tone="bad">{t('form.mend', { count })}</Notice>}
      {door.categories.length > 0 && (
        <SelectField
          label={t('form.choose')}
          value={String(written['category'] ?? '')}
          error={faults['category'] === undefined ? null : t(`form.fault.${faults['category'] as 'required'}`)}
          onChange={({ target }) => change({ category: target.value })}
        >
          <option value="">{t('form.pick')}</option>
          {door.categories.map(({ value, label }) => (
            <option key={value} value={value}>
              {say(label, language)}
            </option>
          ))}
        </SelectField>
      )}
      {fields.map((field, index) => {
        const shown = about?.fields.find(({ key }) => key === field.name);
        const section = shown?.section ?? (field.section === undefined ? null : say(field.section, language));
        const before = fields[index - 1];
        const isNew = section !== null && say(before?.section ?? '', language) !== say(field.section ?? '', language);
        return (
          <div key={field.name} className={css['row']}>
            {isNew && <h2>{section}</h2>}
            <FieldInput
              field={field}
              shown={shown ?? null}
              value={written[field.name] ?? ''}
              fault={faults[field.name] ?? null}
              onChange={(value) => change({ [field.name]: value })}
            />
          </div>
        );
      })}
      {about?.selfService.articles !== false && <Perhaps text={wordsOf(fields, written)} intro={about?.selfService.intro ?? null} />}
      {door.uploads.maxFiles > 0 && (
        <FileDrop files={files} most={door.uploads.maxFiles} mostBytes={door.uploads.maxBytes} onChange={setFiles} />
      )}
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <div className={css['send']}>
        <Button type="submit" look="primary" icon="send" busy={share !== null}>
          {share === null
            ? t('form.send')
            : isProving
              ? t('form.proving')
              : t('form.sending', { share: format.share(Math.floor(share * 100) / 100) })}
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            clear();
            setFiles([]);
            setFaults({});
          }}
        >
          {t('form.discard')}
        </Button>
      </div>
      <p className="quiet small" role="status">
        {isProving && t('form.provingAbout')}
      </p>
      <p className="quiet small">{t('form.kept')}</p>
    </form>
  );
}

/** What he asked the help goes into the first line; what he ticked there is ticked here. */
function withPrefill(values: Values, { fields }: DoorForm, list: string, checklist: string): Values {
  const about = new URLSearchParams(location.search).get('about');
  const ticks = readTicks(list);
  const first = fields.find(({ name }) => ['summary', 'subject', 'title'].includes(name))?.name;
  const isList = fields.some(({ name, kind }) => name === checklist && kind === 'choices');
  return {
    ...(about !== null && first !== undefined ? { [first]: about.slice(0, 200) } : {}),
    ...(isList && ticks.length > 0 ? { [checklist]: ticks } : {}),
    ...values,
  };
}

function findMissing({ categories }: DoorForm, fields: ReturnType<typeof askedFields>, values: Values): Faults {
  const isEmpty = (name: string) => [values[name] ?? ''].flat().every((each) => String(each).trim() === '');
  const empty = fields.filter(({ name, required }) => required && isEmpty(name)).map(({ name }) => name);
  if (categories.length > 0 && isEmpty('category')) empty.unshift('category');
  return Object.fromEntries(empty.map((name) => [name, 'required']));
}

function wordsOf(fields: ReturnType<typeof askedFields>, values: Values): string {
  const texts = fields
    .filter(({ kind }) => kind === 'text' || kind === 'textarea')
    .filter(({ name }) => /summary|symptom|subject|title|description|text/.test(name));
  return texts
    .map(({ name }) => String(values[name] ?? ''))
    .join(' ')
    .trim()
    .slice(0, 200);
}

interface Patience {
  readonly onShare: (share: number) => void;
  readonly reload: () => Promise<DoorForm>;
  readonly prove: Prove;
}

/** A page that lay open too long gets a new token; who was faster than a person waits a moment. */
async function sendPatiently(url: string, form: Omit<Written, 'proof'>, { onShare, reload, prove }: Patience): Promise<Sent> {
  let { token } = form;
  for (let tries = 0; ; tries += 1) {
    const sent = await sendForm(url, { ...form, token, proof: await prove(token) }, onShare);
    if (sent.kind !== 'refused' || tries === 3) return sent;
    if (STALE.has(sent.code)) token = (await reload()).token;
    else if (sent.code !== 'too_fast') return sent;
    await new Promise((resolve) => setTimeout(resolve, sent.code === 'too_fast' ? TOO_FAST_MS : 0));
  }
}

function focusFirst(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
}
