import { Badge } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './operating.module.css';
import type { Health } from './use-health.js';

const KNOWN = ['host', 'database', 'disk', 'log lag', 'smtp-door', 'inboxes', 'kafka', 'blobs'] as const;

export function CheckList({ checks }: { readonly checks: Health['checks'] }) {
  const { t } = useTranslation('operating', { keyPrefix: 'health' });
  const all = Object.entries(checks).sort(([, a], [, b]) => Number(a.ok) - Number(b.ok));
  return (
    <ul className={css['checks']}>
      {all.map(([name, { ok, detail }]) => {
        const known = KNOWN.find((each) => each === name);
        const words = known
          ? t(`names.${known.replace(/[ -]/, '_') as 'host'}`)
          : name.startsWith('look ')
            ? t('look', { name: name.slice(5) })
            : name;
        return (
          <li key={name}>
            <Badge tone={ok ? 'good' : 'bad'}>{t(ok ? 'ok' : 'notOk')}</Badge>
            <div>
              <div>{words}</div>
              {detail &&
                detail.split('; ').map((line) => (
                  <div key={line} className="quiet small">
                    {line}
                  </div>
                ))}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
