import { Icon } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../attachments/attachment.js';
import css from './sending.module.css';
import type { Preview } from './use-preview.js';

/** One calm line of what the channel makes of the answer; the pieces themselves behind it. Nothing where it goes as it is. */
export function PreviewLine({ preview, attachments }: { readonly preview: Preview | null; readonly attachments: readonly Attachment[] }) {
  const { t } = useTranslation('answer');
  if (preview === null) return null;
  const texts = preview.parts.flatMap((part) => (part.type === 'text' ? [part.text ?? part.fallback] : []));
  const nameOf = (partId: string | undefined) => attachments.find(({ id }) => id === partId)?.name ?? t('theText');
  const faults = preview.faults.map(({ category, partId }) => t(`faults.${category}`, { what: nameOf(partId) }));
  const changes = [
    ...new Set(
      preview.adaptations.map(({ kind, partId }) =>
        kind === 'text_cut'
          ? t('adaptations.text_cut', { count: texts.length })
          : t(`adaptations.${kind}`, { what: partId === 'html' ? t('theFormat') : nameOf(partId) }),
      ),
    ),
  ];
  if (faults.length === 0 && changes.length === 0) return null;
  return (
    <details className={`${css['preview']} ${faults.length > 0 ? css['fault'] : ''}`}>
      <summary>
        <Icon name={faults.length > 0 ? 'alert' : 'eye'} size={16} />
        <span aria-live="polite">{[...faults, ...changes].join(' ')}</span>
      </summary>
      <ol className={css['pieces']}>
        {preview.parts.map((part, index) => (
          <li key={index} className={css['piece']}>
            {part.type === 'text' ? (part.text ?? part.fallback) : part.fallback}
          </li>
        ))}
      </ol>
    </details>
  );
}
