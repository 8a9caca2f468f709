import { Button } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, partOf } from '../entry.js';
import css from './entry.module.css';
import { MailFrame } from './mail-frame.js';
import { PartView } from './part-view.js';

/** The writer's own words first; what he quotes behind a button, and the whole as he set it. */
export function EntryBody({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation('thread');
  const html = partOf(entry, 'html');
  // A form says its fields in words as well; they stand in its table.
  const own = partOf(entry, 'form') === undefined ? withoutStandIns(entry.newText, entry) : (partOf(entry, 'text')?.text ?? '').trim();
  const whole = withoutStandIns(entry.plainText, entry);
  const [isWhole, setWhole] = useState(false);
  const [isHtml, setHtml] = useState(html !== undefined && own === '');
  const hasText = entry.parts.some(({ type }) => type === 'text' || type === 'html');
  const hasHistory = partOf(entry, 'form') === undefined && whole.length > own.length && own !== '';
  const others = entry.parts.filter(({ type }) => type !== 'text' && type !== 'html');
  return (
    <>
      {isHtml ? (
        <MailFrame entry={entry} remoteContents={html?.remoteContents ?? 0} />
      ) : (
        hasText && (
          <div className={css['words']}>
            {isRecognised(entry) && <span className={css['recognised']}>{t('voiceWords')}</span>}
            {isWhole ? whole : own || t('noWords')}
          </div>
        )
      )}
      {(html !== undefined || hasHistory) && (
        <div className={css['ways']}>
          {!isHtml && hasHistory && (
            <Button
              small
              look="quiet"
              icon={isWhole ? 'up' : 'more'}
              data-expand
              aria-expanded={isWhole}
              onClick={() => setWhole(!isWhole)}
            >
              {t(isWhole ? 'hideHistory' : 'showHistory')}
            </Button>
          )}
          {html !== undefined && (
            <Button small look="quiet" icon={isHtml ? 'list' : 'eye'} data-formatted aria-pressed={isHtml} onClick={() => setHtml(!isHtml)}>
              {t(isHtml ? 'asText' : 'asFormatted')}
            </Button>
          )}
        </div>
      )}
      {others.map((part) => (
        <PartView key={part.partId} entry={entry} part={part} />
      ))}
    </>
  );
}

/** Without the words that stand for parts which are shown themselves, such as `[voice message]`. */
function withoutStandIns(text: string, { parts }: Entry): string {
  const shown = parts.filter(({ type }) => type !== 'text' && type !== 'html').map(({ fallback }) => fallback.trim());
  const lines = text.split('\n').filter((line) => line.trim() === '' || !shown.includes(line.trim()));
  return lines.join('\n').trim();
}

/** Words that a platform heard in a voice message stand behind it; what somebody wrote to a file stands before. */
function isRecognised({ parts }: Entry): boolean {
  const voice = parts.findIndex(({ type }) => type === 'audio');
  return voice !== -1 && parts.findIndex(({ type }) => type === 'text') > voice;
}
