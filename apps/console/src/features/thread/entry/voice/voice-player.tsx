import { Button } from '#page-kit';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchVoice } from './fetch-voice.js';

interface VoicePlayerProps {
  /** Of a voice message in AMR. */
  readonly href: string;
  readonly name: string;
}

/** Voice of WeChat is AMR, which browsers do not know: it is fetched and decoded when somebody wants to hear it. */
export function VoicePlayer({ href, name }: VoicePlayerProps) {
  const { t } = useTranslation('thread');
  const [state, setState] = useState<'still' | 'loading' | 'failed' | { readonly url: string }>('still');
  useEffect(() => {
    if (typeof state === 'object') return () => URL.revokeObjectURL(state.url);
    return undefined;
  }, [state]);
  const play = () => {
    setState('loading');
    fetchVoice(href).then(
      (voice) => setState({ url: URL.createObjectURL(voice) }),
      () => setState('failed'),
    );
  };
  if (state === 'failed') return <p className="quiet small">{t('cannotPlay')}</p>;
  if (typeof state === 'object') return <audio controls autoPlay src={state.url} aria-label={name} ref={takeFocus} />;
  return (
    <Button small icon="play" busy={state === 'loading'} onClick={play}>
      {t('playVoice')}
    </Button>
  );
}

/** Its button is gone that had the focus. The same function each time, or every change of the page would take the focus again. */
function takeFocus(player: HTMLAudioElement | null): void {
  player?.focus({ preventScroll: true });
}
