import { Button, Empty, Loading, Shown, useAsked, useAskedPages } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import { Title } from '../frame/title.js';
import css from './home.module.css';

/** Articles of a topic and of those below it. */
export function TopicPage() {
  const { t, i18n } = useTranslation('help');
  const { t: kit } = useTranslation('kit');
  const { key = '' } = useParams();
  const query = { language: i18n.language };
  const help = useAsked('GET /help', { query }, { keep: true });
  const articles = useAskedPages('GET /help/articles', { query: { ...query, section: key } });
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
      <Shown of={articles}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="book" title={t('home.empty')} action={<Link href="/new">{t('nav.write')}</Link>} />
          ) : (
            <ul className={css['found']}>
              {items.map(({ id, key: own, title }) => (
                <li key={id}>
                  <Link href={`/articles/${own ?? id}`}>
                    <strong>{title}</strong>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {articles.hasNextPage && (
        <p>
          <Button onClick={() => void articles.fetchNextPage()} busy={articles.isFetchingNextPage}>
            {kit('more')}
          </Button>
        </p>
      )}
    </>
  );
}
