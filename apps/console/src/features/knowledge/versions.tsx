import { useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageOf } from './article.js';
import css from './knowledge.module.css';

/** All that the article ever said; asked for when somebody wants to see it. */
export function Versions({ articleId }: { readonly articleId: string }) {
  const { t, i18n } = useTranslation('knowledge');
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const versions = useAsked('GET /knowledge/articles/{articleId}/versions', { path: { articleId } }, { enabled: isOpen });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('versions')}</summary>
      <ul className={css['rows']}>
        {versions.data?.items.map(({ version, content, actor, note, madeAt }) => (
          <li key={version} className={css['row']}>
            <details>
              <summary>
                {t('version', { n: version })} · {actor.displayName ?? actor.kind} · {format.time(madeAt)} {note}
              </summary>
              <div className={css['body']}>{content.texts[languageOf(content, i18n.language)]?.body}</div>
            </details>
          </li>
        ))}
      </ul>
    </details>
  );
}
