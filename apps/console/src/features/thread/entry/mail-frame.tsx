import { Button } from '#page-kit';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../entry.js';
import css from './entry.module.css';

const FIRST_HEIGHT = 160;
const HIGHEST = 20_000;
/** No scripts: what is in the mail runs nothing, and so may be measured. Links open in a page of their own. */
const SANDBOX = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';

/** The mail as its writer set it, as high as it is. Pictures from elsewhere tell him that it was read: only by click. */
export function MailFrame({ entry, remoteContents }: { readonly entry: Entry; readonly remoteContents: number }) {
  const { t } = useTranslation('thread');
  const frame = useRef<HTMLIFrameElement>(null);
  const [showsRemote, setShowsRemote] = useState(false);
  const [height, setHeight] = useState(FIRST_HEIGHT);
  const [loaded, setLoaded] = useState(0);
  useEffect(() => {
    const body = frame.current?.contentDocument?.body;
    if (loaded === 0 || !body) return;
    const measure = () => setHeight(Math.min(HIGHEST, Math.ceil(body.getBoundingClientRect().height) + 32));
    const watch = new ResizeObserver(measure);
    watch.observe(body);
    measure();
    return () => watch.disconnect();
  }, [loaded]);
  return (
    <>
      {remoteContents > 0 && !showsRemote && (
        <div className={css['remote']}>
          <span>{t('remoteHidden', { count: remoteContents })}</span>
          <Button small icon="image" onClick={() => setShowsRemote(true)}>
            {t('showRemote')}
          </Button>
        </div>
      )}
      <iframe
        ref={frame}
        className={css['mail']}
        title={t('mailTitle', { subject: entry.subject ?? t('noSubject') })}
        sandbox={SANDBOX}
        src={`/api/v1/entries/${entry.id}/html?measured=true${showsRemote ? '&remote=proxy' : ''}`}
        style={{ height }}
        onLoad={() => setLoaded((times) => times + 1)}
      />
    </>
  );
}
