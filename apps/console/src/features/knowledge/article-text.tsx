import { ArticleBody, Button } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageOf, nameOfLanguage, type Content } from './article.js';
import css from './knowledge.module.css';

/** What readers read, in the language one chooses. */
export function ArticleText({ content }: { readonly content: Content }) {
  const { t, i18n } = useTranslation('knowledge');
  const [chosen, choose] = useState<string | null>(null);
  const language = chosen ?? languageOf(content, i18n.language);
  const text = content.texts[language];
  const languages = Object.keys(content.texts);
  if (text === undefined) return null;
  return (
    <article className={css['article']} lang={language}>
      <h1>{text.title}</h1>
      {languages.length > 1 && (
        <div className={css['line']} role="group" aria-label={t('languages')}>
          {languages.map((each) => (
            <Button
              key={each}
              small
              look={each === language ? 'plain' : 'quiet'}
              aria-pressed={each === language}
              onClick={() => choose(each)}
            >
              {nameOfLanguage(each, i18n.language)}
            </Button>
          ))}
        </div>
      )}
      <ArticleBody body={text.body} />
      {(text.videos ?? []).length > 0 && (
        <section>
          <h2>{t('videos')}</h2>
          <ul>
            {text.videos!.map(({ title, url }) => (
              <li key={url}>
                <a href={url} target="_blank" rel="noreferrer">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}
