import { Icon } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './reports.module.css';

const FORMATS = ['csv', 'xlsx'] as const;

/** The same report as files; the server makes them safe to open in a spreadsheet. */
export function DownloadLinks({
  path,
  query,
  title,
}: {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly title: string;
}) {
  const { t } = useTranslation('supervising');
  return (
    <span className={css['downloads']}>
      {FORMATS.map((format) => (
        <a
          key={format}
          className={css['download']}
          href={`/api/v1/${path}?${new URLSearchParams({ ...query, format }).toString()}`}
          download
          aria-label={t('reports.downloadOf', { format: format.toUpperCase(), title })}
        >
          <Icon name="download" size={16} />
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  );
}
