import { Button, Empty, Shown, useAskedPages } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './home.module.css';

/** Articles of a topic and of those below it; without one, all of them. */
export function ArticleList({ topic }: { readonly topic?: string }) {
  const { t, i18n } = useTranslation('help');
  const { t: kit } = useTranslation('kit');
  const articles = useAskedPages('GET /help/articles', {
    query: { language: i18n.language, ...(topic === undefined ? {} : { section: topic }) },
  });
  return (
    <>
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
