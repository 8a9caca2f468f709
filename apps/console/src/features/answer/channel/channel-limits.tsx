import { Badge, useFormat } from '#page-kit';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { takesFiles, type ReplyChannel } from '../attachments/attachment.js';
import css from './channel.module.css';

const SOON_MS = 3_600_000;
const FEW = 5;

/** What the channel takes, in words: only what limits the answer. */
export function ChannelLimits({ channel }: { readonly channel: ReplyChannel }) {
  const { t } = useTranslation('answer');
  const format = useFormat();
  const now = useMinutes();
  const { window, state, continues } = channel;
  const leftMs = window.endsAt === null ? null : Date.parse(window.endsAt) - now;
  const isOpen = window.open && (leftMs === null || leftMs > 0);
  return (
    <div className={css['limits']} aria-live="polite">
      {!isOpen && <Badge tone="bad">{window.remaining === 0 ? t('noneLeft') : t('windowClosed')}</Badge>}
      {isOpen && leftMs !== null && (
        <Badge tone={leftMs < SOON_MS ? 'warn' : 'plain'}>
          {t('windowCloses', { when: leftMs < SOON_MS ? format.relative(window.endsAt!, now) : format.time(window.endsAt!) })}
        </Badge>
      )}
      {isOpen && window.remaining !== null && (
        <Badge tone={window.remaining < FEW ? 'warn' : 'plain'}>{t('messagesLeft', { count: window.remaining })}</Badge>
      )}
      {!takesFiles(channel) && <Badge>{t('textOnly')}</Badge>}
      {!continues && <Badge>{t('writesFirst')}</Badge>}
      {(state === 'stopped' || state === 'bad_credentials' || state === 'degraded') && <Badge tone="warn">{t('channelDown')}</Badge>}
    </div>
  );
}

const LONG = 5_000;

/** Counted while it is typed, where the channel has a limit that one meets. */
export function TextCount({ text, channel }: { readonly text: string; readonly channel: ReplyChannel | null }) {
  const { t } = useTranslation('answer');
  const format = useFormat();
  const limit = channel?.limits?.text;
  if (limit === undefined || (limit.max > LONG && text.length < limit.max * 0.8)) return null;
  const size = limit.unit === 'bytes' ? new TextEncoder().encode(text).length : text.length;
  const words = { count: size, used: format.number(size), most: format.number(limit.max) };
  return (
    <span className={`small ${size > limit.max ? css['over'] : 'quiet'}`}>
      {limit.unit === 'bytes' ? t('bytesOf', words) : t('charactersOf', words)}
    </span>
  );
}

function useMinutes(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
