import { type Answer, Empty, Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Title } from '../frame/title.js';
import css from './promises.module.css';

type Figures = Answer<'GET /public/figures'>['items'][number];

/** Figures that a person of the desk released. */
export function PromisesPage() {
  const { t, i18n } = useTranslation('help');
  const desk = useAsked('GET /public/desk', { query: { language: i18n.language } }, { keep: true });
  const figures = useAsked('GET /public/figures', undefined);
  return (
    <>
      <Title>{t('promises.title')}</Title>
      {(desk.data?.promises ?? []).length > 0 && (
        <ul className={css['rows']}>
          {desk.data!.promises.map((promise) => (
            <li key={promise.name} className={`${css['row']} ${css['promise']}`}>
              <h2>{promise.name}</h2>
              {promise.for !== '' && <p className="quiet">{promise.for}</p>}
              <p className={css['says']}>{promise.says}</p>
            </li>
          ))}
        </ul>
      )}
      <Shown of={figures}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="chart" title={t('promises.none')} about={t('promises.noneAbout')} />
          ) : (
            items.map((report) => <OneReport key={report.key} report={report} />)
          )
        }
      </Shown>
    </>
  );
}

function OneReport({ report: { title, period, columns, rows, language } }: { readonly report: Figures }) {
  const { t } = useTranslation('help');
  const format = useFormat();
  return (
    <section className={css['report']} lang={language}>
      <h2>{title}</h2>
      <p className="quiet">{t('news.span', { from: format.day(period.from), until: format.day(period.to) })}</p>
      <ul className={css['rows']}>
        {rows.map((cells, row) => (
          <li key={row} className={css['row']}>
            <dl>
              {columns.map(({ key, label, kind }, at) => {
                const cell = cells[at] ?? null;
                if (cell === null || cell === '') return null;
                return (
                  <div key={key} className={at === 0 ? css['name'] : ''}>
                    <dt>{label}</dt>
                    <dd>{say(cell, kind, format)}</dd>
                  </div>
                );
              })}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}

function say(cell: string | number, kind: Figures['columns'][number]['kind'], format: ReturnType<typeof useFormat>): string {
  if (kind === 'moment') return format.time(String(cell));
  if (typeof cell === 'string') return cell;
  if (kind === 'share') return format.share(cell);
  if (kind === 'minutes') return format.length(cell * 60);
  return format.number(cell);
}
