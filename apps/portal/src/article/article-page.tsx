import { ArticleBody, Icon, Notice, Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import { Title } from '../frame/title.js';
import css from './article.module.css';
import { Helpful } from './helpful.js';

export function ArticlePage() {
  const { t, i18n } = useTranslation('help');
  const format = useFormat();
  const { id = '' } = useParams();
  const article = useAsked(
    'GET /help/articles/{articleId}',
    { path: { articleId: id }, query: { language: i18n.language } },
    { keep: true },
  );
  return (
    <Shown of={article}>
      {({ id: own, title, body, language, videos, pictures, updatedAt }) => (
        <article className={css['article']}>
          <p>
            <Link href="/">{t('nav.home')}</Link>
          </p>
          <Title>{title}</Title>
          {!isSame(language, i18n.language) && <Notice>{t('article.otherLanguage')}</Notice>}
          <div lang={language} dir="auto">
            <ArticleBody body={body} />
          </div>
          {pictures.map(({ blobRef, caption }) => (
            <figure key={blobRef} className={css['picture']}>
              <img
                src={`/api/v1/help/articles/${encodeURIComponent(own)}/pictures/${encodeURIComponent(blobRef)}`}
                alt={caption}
                loading="lazy"
              />
              <figcaption className="quiet small">{caption}</figcaption>
            </figure>
          ))}
          {videos.length > 0 && (
            <section aria-labelledby="videos">
              <h2 id="videos">{t('article.videos')}</h2>
              <ul>
                {videos.map(({ title: name, url }) => (
                  <li key={url} className={css['video']}>
                    <Icon name="play" />
                    <a href={url} rel="noreferrer">
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <footer className={css['foot']}>
            <Helpful key={own} articleId={own} language={language} />
            <p className="quiet small">{t('article.updated', { day: format.day(updatedAt) })}</p>
            <p>
              {t('article.unsolved')} <Link href={`/new?about=${encodeURIComponent(title)}`}>{t('nav.write')}</Link>
            </p>
          </footer>
        </article>
      )}
    </Shown>
  );
}

function isSame(one: string, other: string): boolean {
  return one.split('-')[0] === other.split('-')[0];
}
