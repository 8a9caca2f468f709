import { Icon, Shown, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Title } from '../frame/title.js';
import { ArticleList } from './article-list.js';
import css from './home.module.css';
import { News } from './news.js';
import { Reach } from './reach.js';
import { SearchBox } from './search-box.js';
import { SelfChecks } from './self-checks.js';

/** The help: what is wrong just now, search, topics, what one can check himself, ways to people. */
export function HomePage() {
  const { t, i18n } = useTranslation('help');
  const help = useAsked('GET /help', { query: { language: i18n.language } }, { keep: true });
  return (
    <>
      <News />
      <section className={css['ask']}>
        <Title>{t('search.label')}</Title>
        <SearchBox />
      </section>
      <Shown of={help}>
        {({ sections, links }) => (
          <>
            {sections.length > 0 && (
              <section className={css['part']} aria-labelledby="topics">
                <h2 id="topics">{t('home.topics')}</h2>
                <ul className={css['topics']}>
                  {sections.map(({ key, name, sections: below }) => (
                    <li key={key}>
                      <Link href={`/topics/${key}`} className={css['topic']}>
                        {name}
                      </Link>
                      {below.length > 0 && (
                        <ul className={css['below']}>
                          {below.map((each) => (
                            <li key={each.key}>
                              <Link href={`/topics/${each.key}`}>{each.name}</Link>
                            </li>
                          ))}
                        </ul>
                      )}
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {sections.length === 0 && (
              <section className={css['part']}>
                <ArticleList />
              </section>
            )}
            <SelfChecks />
            <Reach />
            {links.length > 0 && (
              <section className={css['part']} aria-labelledby="links">
                <h2 id="links">{t('home.links')}</h2>
                <ul className={css['links']}>
                  {links.map(({ name, url, kind }) => (
                    <li key={url}>
                      <Icon name={kind === 'community' ? 'users' : 'link'} />
                      <a href={url} rel="noreferrer">
                        {name}
                      </a>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
      </Shown>
      <p className="small">
        <a href={`/api/v1/public/announcements.atom?language=${i18n.language}`}>{t('news.feed')}</a>
      </p>
    </>
  );
}
