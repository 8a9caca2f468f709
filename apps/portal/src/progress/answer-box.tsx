import { Button, forget, makeKey, Notice, TextArea, useFormat, useToasts } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileDrop } from '../form/file-drop.js';
import css from './progress.module.css';
import { sendAnswer } from './send-answer.js';

const MOST_FILES = 10;
const MOST_BYTES = 20 * 1024 * 1024;

/** He writes on: a message like any other, which joins his request. What failed is sent again under the same key. */
export function AnswerBox({ token, proof }: { readonly token: string; readonly proof: string | null }) {
  const { t } = useTranslation('help');
  const format = useFormat();
  const cache = useQueryClient();
  const toasts = useToasts();
  const [text, setText] = useState('');
  const [files, setFiles] = useState<readonly File[]>([]);
  const [share, setShare] = useState<number | null>(null);
  const [isSent, setSent] = useState(false);
  const [key, setKey] = useState(makeKey);
  const send = async () => {
    setShare(0);
    setSent(false);
    try {
      await sendAnswer({ token, proof, text: text.trim(), files, key }, setShare);
      setText('');
      setFiles([]);
      setKey(makeKey());
      setSent(true);
      for (const route of ['GET /progress/{token}', 'GET /progress/{token}/entries', 'GET /progress/{token}/permits'] as const)
        forget(cache, route, { token });
    } catch (error) {
      toasts.fail(error);
    } finally {
      setShare(null);
    }
  };
  return (
    <form
      className={css['answer']}
      onSubmit={(event) => {
        event.preventDefault();
        if (share === null) void send();
      }}
    >
      <TextArea label={t('answer.label')} rows={5} maxLength={20_000} value={text} onChange={({ target }) => setText(target.value)} />
      <FileDrop files={files} most={MOST_FILES} mostBytes={MOST_BYTES} onChange={setFiles} />
      <div className={css['buttons']}>
        <Button type="submit" look="primary" icon="send" busy={share !== null} disabled={text.trim() === '' && files.length === 0}>
          {share === null ? t('answer.send') : t('form.sending', { share: format.share(Math.floor(share * 100) / 100) })}
        </Button>
      </div>
      <div role="status">{isSent && <Notice tone="good">{t('answer.sent')}</Notice>}</div>
    </form>
  );
}
