import { Loading, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import { ArticleList } from './article-list.js';
import { Title } from '../frame/title.js';
import css from './home.module.css';

/** Articles of a topic and of those below it. */
export function TopicPage() {
  const { t, i18n } = useTranslation('help');
  const { key = '' } = useParams();
  const help = useAsked('GET /help', { query: { language: i18n.language } }, { keep: true });
  const all = help.data?.sections.flatMap((section) => [section, ...section.sections]) ?? [];
  const below = help.data?.sections.find((section) => section.key === key)?.sections ?? [];
  return (
    <>
      {help.isPending ? <Loading lines={1} /> : <Title>{all.find((section) => section.key === key)?.name ?? t('home.topics')}</Title>}
      {below.length > 0 && (
        <ul className={css['rows']}>
          {below.map((each) => (
            <li key={each.key}>
              <Link href={`/topics/${each.key}`}>{each.name}</Link>
            </li>
          ))}
        </ul>
      )}
      <ArticleList topic={key} />
    </>
  );
}
