import {
  Button,
  type DeskText,
  Dialog,
  Failed,
  Notice,
  SelectField,
  TextArea,
  TextField,
  useAsked,
  useDoing,
  usePickText,
} from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Branches {
  readonly visits?: { readonly branches?: readonly { readonly key: string; readonly name?: DeskText }[] };
}

/** Registers a visit; the visitor is given the text of its receipt. */
export function VisitDialog({ contactId, onClose }: { readonly contactId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('contacts');
  const pick = usePickText();
  const desk = useAsked('GET /desk', { query: { defaults: 'true' } }).data?.desk as Branches | undefined;
  const branches = desk?.visits?.branches ?? [];
  const [branch, setBranch] = useState('');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const register = useDoing('POST /visits', { changes: ['GET /tickets'], tellsFailure: true });
  const key = branch || (branches[0]?.key ?? '');
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('visits.register')}
      actions={
        register.data ? (
          <Button look="primary" onClick={onClose}>
            {t('done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button
              look="primary"
              busy={register.isPending}
              disabled={subject.trim() === '' || key === ''}
              onClick={() =>
                register.mutate({
                  body: { branch: key, contact: { id: contactId }, subject: subject.trim(), ...(text.trim() && { text: text.trim() }) },
                })
              }
            >
              {t('visits.register')}
            </Button>
          </>
        )
      }
    >
      {register.data ? (
        <Notice tone="good">{register.data.receiptText}</Notice>
      ) : branches.length === 0 && desk ? (
        <Notice tone="warn">{t('visits.noBranches')}</Notice>
      ) : (
        <>
          <SelectField label={t('visits.branch')} value={key} onChange={(event) => setBranch(event.target.value)}>
            {branches.map((each) => (
              <option key={each.key} value={each.key}>
                {pick(each.name) ?? each.key}
              </option>
            ))}
          </SelectField>
          <TextField label={t('visits.subject')} value={subject} onChange={(event) => setSubject(event.target.value)} />
          <TextArea label={t('visits.said')} value={text} onChange={(event) => setText(event.target.value)} />
        </>
      )}
      {register.error !== null && <Failed error={register.error} />}
    </Dialog>
  );
}
