import { ApiProblem, Button, Shown, useAsked, useFormat } from '#page-kit';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadFile } from './download-file.js';
import css from './progress.module.css';

const EVERY_MS = 3_000;

interface ThreadProps {
  readonly token: string;
  readonly proof: string;
  readonly onRefused: () => void;
}

/** What he and we wrote; what comes is there a moment later, and said to who does not see it come. */
export function Thread({ token, proof, onRefused }: ThreadProps) {
  const { t } = useTranslation('help');
  const format = useFormat();
  const entries = useAsked('GET /progress/{token}/entries', { path: { token }, query: { proof } }, { every: EVERY_MS, keep: true });
  const isRefused = entries.error instanceof ApiProblem && entries.error.code === 'proof_needed';
  useEffect(() => {
    if (isRefused) onRefused();
  }, [isRefused, onRefused]);
  const answers = entries.data?.items.filter(({ by }) => by === 'us').length;
  const known = useRef<number | undefined>(undefined);
  const [isNews, setNews] = useState(false);
  useEffect(() => {
    if (known.current !== undefined && answers !== undefined && answers > known.current) setNews(true);
    known.current = answers;
  }, [answers]);
  return (
    <section aria-labelledby="thread" className={css['thread']}>
      <h2 id="thread">{t('thread.title')}</h2>
      <p className="visually-hidden" role="status">
        {isNews ? t('thread.arrived') : ''}
      </p>
      <Shown of={entries}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('thread.empty')}</p>
          ) : (
            <ol className={css['entries']}>
              {items.map(({ id, by, name, at, text, attachments }) => (
                <li key={id} className={`${css['entry']} ${by === 'you' ? css['mine'] : ''}`}>
                  <p className={css['who']}>
                    <strong>{by === 'you' ? t('thread.you') : (name ?? t('thread.us'))}</strong>
                    <time className="quiet small" dateTime={at} title={format.exact(at)}>
                      {format.time(at)}
                    </time>
                  </p>
                  <p className={css['text']} dir="auto">
                    {text}
                  </p>
                  {attachments.map(({ partId, fileName, bytes }) => (
                    <Button
                      key={partId}
                      small
                      icon="download"
                      onClick={() => void downloadFile({ token, proof, entryId: id, partId, name: fileName ?? partId })}
                    >
                      {fileName ?? partId}
                      {bytes !== null && ` · ${format.bytes(bytes)}`}
                    </Button>
                  ))}
                </li>
              ))}
            </ol>
          )
        }
      </Shown>
    </section>
  );
}
