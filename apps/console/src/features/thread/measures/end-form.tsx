import { Button, Field, TextArea, TextField, useDoing, useToasts, type Asking } from '#page-kit';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadFile } from '../../answer/attachments/upload-file.js';
import css from '../side/side.module.css';
import { MEASURE_CHANGES } from './measure.js';

type Kept = Pick<Asking<'POST /measures/{measureId}/end'>['body'], 'recording' | 'file'>;

interface EndFormProps {
  readonly measureId: string;
  readonly recording: 'required' | 'optional' | 'none';
}

/** What came of it, and its recording: a file that is kept here, encrypted, or where it lies elsewhere. */
export function EndForm({ measureId, recording }: EndFormProps) {
  const { t } = useTranslation('thread');
  const toasts = useToasts();
  const [result, setResult] = useState('');
  const [place, setPlace] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [leaving] = useState(() => new AbortController());
  useEffect(() => () => leaving.abort(), [leaving]);
  const end = useDoing('POST /measures/{measureId}/end', MEASURE_CHANGES);
  const keep = async (): Promise<Kept> => {
    if (file === null) return place.trim() === '' ? {} : { recording: place.trim() };
    setShare(0);
    const { ref } = await uploadFile(file, setShare, leaving.signal, { sealed: true });
    const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? { contentType: file.type } : {};
    return { file: { blobRef: ref, fileName: file.name, ...contentType } };
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const kept = await keep();
      end.mutate({ path: { measureId }, body: { ...kept, ...(result.trim() === '' ? {} : { result: result.trim() }) } });
    } catch (error) {
      if (!leaving.signal.aborted) toasts.fail(error);
    } finally {
      setShare(null);
    }
  };
  return (
    <form className={css['list']} onSubmit={(event) => void submit(event)}>
      <TextArea label={t('measures.result')} rows={2} maxLength={5_000} value={result} onChange={({ target }) => setResult(target.value)} />
      {recording !== 'none' && (
        <>
          <Field label={t('measures.file')} hint={t('measures.fileHint')}>
            {(bound) => (
              <input type="file" accept="video/*,audio/*" {...bound} onChange={({ target }) => setFile(target.files?.[0] ?? null)} />
            )}
          </Field>
          {file === null && (
            <TextField
              label={t('measures.recording')}
              hint={t('measures.recordingHint')}
              required={recording === 'required'}
              maxLength={1_000}
              value={place}
              onChange={({ target }) => setPlace(target.value)}
            />
          )}
        </>
      )}
      {share !== null && <progress value={share} aria-label={t('measures.uploading')} />}
      <div className={css['row']}>
        <Button small look="primary" type="submit" busy={end.isPending || share !== null}>
          {t('measures.end')}
        </Button>
      </div>
    </form>
  );
}
