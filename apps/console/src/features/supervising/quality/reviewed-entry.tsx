import { Notice, Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import css from './quality.module.css';

/** What is judged: the words of an answer, or a call with its recordings for who may hear them. */
export function ReviewedEntry({ entryId }: { readonly entryId: string }) {
  const { t } = useTranslation('supervising');
  const { may } = useSession();
  const format = useFormat();
  const entry = useAsked('GET /entries/{id}', { path: { id: entryId } });
  return (
    <Shown of={entry}>
      {({ author, occurredAt, plainText, parts, subject }) => {
        const recordings = parts.flatMap((part) => (part.type === 'call' ? part.call.recordings : []));
        return (
          <article className={css['entry']}>
            <p className="quiet small">
              {author.displayName ?? t(`quality.roles.${author.role}`)} · {format.exact(occurredAt)}
            </p>
            {subject && <h3>{subject}</h3>}
            <p className={css['text']}>{plainText}</p>
            {recordings.length > 0 && !may('recordings:hear') && <Notice>{t('quality.mayNotHear')}</Notice>}
            {may('recordings:hear') &&
              recordings.map(({ state, durationMs }, index) =>
                state === 'stored' ? (
                  <figure key={index}>
                    <figcaption className="small">
                      {t('quality.recording', { number: index + 1 })} {durationMs !== undefined && format.length(durationMs / 1_000)}
                    </figcaption>
                    <audio
                      controls
                      preload="none"
                      src={`/api/v1/entries/${entryId}/recordings/${index}`}
                      aria-label={t('quality.recording', { number: index + 1 })}
                    />
                  </figure>
                ) : (
                  <Notice key={index}>{t('quality.noRecording')}</Notice>
                ),
              )}
          </article>
        );
      }}
    </Shown>
  );
}
