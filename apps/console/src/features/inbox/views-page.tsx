import { Failed, IconButton, Loading, useAsked } from '#page-kit';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'wouter';
import { BulkBar } from './bulk-bar.js';
import { type Chip, readSearch, toQuery, writeSearch } from './filters.js';
import css from './inbox.module.css';
import { SearchLine } from './search-line.js';
import { TicketList } from './ticket-list.js';
import { ViewList } from './view-list.js';
import { viewName } from './view-name.js';

const loadTicket = () => import('../thread/ticket-panel.js');
/** Not needed to see the list: comes after it. */
const TicketPanel = lazy(() => loadTicket().then(({ TicketPanel: panel }) => ({ default: panel })));
const AFTER_MS = 800;

/** Views, their tickets, and beside them the ticket that is open. */
export function ViewsPage() {
  const { t } = useTranslation('inbox');
  const { view: key, ticket } = useParams<{ view: string; ticket?: string }>();
  const [, go] = useLocation();
  const views = useAsked('GET /views', undefined);
  const [searches, setSearches] = useState<Readonly<Record<string, string>>>({});
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const view = views.data?.items.find(({ id }) => id === key);
  const line = searches[key] ?? '';
  useEffect(() => {
    const timer = setTimeout(() => void loadTicket(), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const query = useMemo(() => ({ ...(view?.query ?? {}), ...toQuery(readSearch(line)) }), [view?.query, line]);
  if (views.data === undefined)
    return (
      <>
        <h1 className="visually-hidden">{t('title')}</h1>
        {views.isPending ? <Loading lines={8} /> : <Failed error={views.error} onRetry={() => void views.refetch()} />}
      </>
    );
  const open = (id: string) => go(`/views/${key}/${id}`);
  const search = (chips: readonly Chip[], text: string) => setSearches({ ...searches, [key]: writeSearch(chips, text) });
  const back = (
    <span className={css['back']}>
      <IconButton small icon="left" label={t('backToList')} onClick={() => go(`/views/${key}`)} />
    </span>
  );
  return (
    <div className={`${css['page']} ${ticket === undefined ? '' : css['withTicket']}`}>
      <ViewList views={views.data.items} here={key} />
      <section className={css['column']} aria-label={t('tickets')}>
        <header className={css['head']}>
          <h1 className={css['title']}>{viewName(view, t)}</h1>
          <SearchLine key={key} line={line} onSearch={search} view={view} />
        </header>
        {chosen.size > 0 && <BulkBar tickets={chosen} onDone={() => choose(new Set())} />}
        <TicketList
          query={query}
          label={viewName(view, t)}
          open={ticket ?? null}
          onOpen={open}
          chosen={chosen}
          onChoose={choose}
          isFiltered={line !== ''}
          view={key}
        />
      </section>
      {ticket !== undefined && (
        <div className={css['ticket']}>
          <Suspense fallback={<Loading lines={6} />}>
            <TicketPanel key={ticket} id={ticket} hrefOf={(id) => `/views/${key}/${id}`} before={back} />
          </Suspense>
        </div>
      )}
    </div>
  );
}
