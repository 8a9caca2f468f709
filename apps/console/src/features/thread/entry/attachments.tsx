import { Badge, Icon, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { type Attachment, type Entry, partOf } from '../entry.js';
import css from './attachments.module.css';
import { VoicePlayer } from './voice/voice-player.js';

const SHOWN_AS_PICTURE = /^image\/(png|jpe?g|gif|webp|bmp|avif)$/;

/** What came with it: name, kind, size; pictures are seen at once, voice and film are played here. */
export function Attachments({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation('thread');
  const isMail = partOf(entry, 'html') !== undefined;
  const recordings = new Set(partOf(entry, 'call')?.call.recordings.map(({ blobRef }) => blobRef));
  const shown = entry.attachments.filter(
    ({ inline, type, blobRef }) => !(isMail && inline && type === 'image') && !(blobRef && recordings.has(blobRef)),
  );
  if (shown.length === 0) return null;
  return (
    <ul className={css['attachments']} aria-label={t('attachments')}>
      {shown.map((attachment) => (
        <li key={attachment.partId}>
          <OneAttachment entryId={entry.id} attachment={attachment} />
        </li>
      ))}
    </ul>
  );
}

function OneAttachment({ entryId, attachment }: { readonly entryId: string; readonly attachment: Attachment }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const { type, state, fileName, contentType, bytes, blobRef, partId } = attachment;
  const href = `/api/v1/entries/${entryId}/attachments/${partId}`;
  const name = fileName ?? t(`kind.${type}`);
  const about = [contentType, bytes === null ? null : format.bytes(bytes)].filter(Boolean).join(' · ');
  if (blobRef === null)
    return (
      <span className={css['file']}>
        <Icon name={type === 'image' ? 'image' : 'attach'} />
        <span className={css['fileName']}>{name}</span>
        <Badge tone={state === 'pending' ? 'plain' : 'bad'}>{t(`media.${state as 'pending'}`)}</Badge>
        {state !== 'pending' && <span className={css['fileAbout']}>{t('sendOtherwise')}</span>}
      </span>
    );
  return (
    <figure className={css['media']}>
      {type === 'image' && SHOWN_AS_PICTURE.test(contentType ?? '') && (
        <a href={href} target="_blank" rel="noopener">
          <img src={href} alt={name} loading="lazy" className={css['picture']} />
        </a>
      )}
      {type === 'audio' && canPlay(contentType) && <audio controls preload="none" src={href} aria-label={name} />}
      {type === 'audio' && !canPlay(contentType) && isAmr(contentType) && <VoicePlayer href={href} name={name} />}
      {type === 'audio' && !canPlay(contentType) && !isAmr(contentType) && <p className="quiet small">{t('cannotPlay')}</p>}
      {type === 'video' && <video controls preload="metadata" src={href} aria-label={name} className={css['picture']} />}
      <figcaption>
        <a href={href} download={name} className={css['file']}>
          <Icon name="download" />
          <span className={css['fileName']}>{name}</span>
          <span className={css['fileAbout']}>{about}</span>
        </a>
      </figcaption>
    </figure>
  );
}

/** A player of what the browser does not know would stay silent without a word. */
function canPlay(contentType: string | null): boolean {
  return contentType === null || document.createElement('audio').canPlayType(contentType) !== '';
}

function isAmr(contentType: string | null): boolean {
  return /^audio\/(?:x-)?amr(?:;|$)/.test(contentType ?? '');
}
