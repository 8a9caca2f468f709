import { Badge, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './operating.module.css';
import type { Health } from './use-health.js';

const KNOWN = ['host', 'database', 'disk', 'log lag', 'smtp-door', 'inboxes', 'kafka', 'blobs'] as const;
/** Checks of work that repeats itself in the background: many, and all alike. */
const LOOK = 'look ';

export function CheckList({ checks }: { readonly checks: Health['checks'] }) {
  const { t } = useTranslation('operating', { keyPrefix: 'health' });
  const format = useFormat();
  const all = Object.entries(checks);
  const looks = all.filter(([name]) => name.startsWith(LOOK));
  const others = all.filter(([name]) => !name.startsWith(LOOK)).sort(([, a], [, b]) => Number(a.ok) - Number(b.ok));
  const failing = looks.filter(([, { ok }]) => !ok);
  const resting = looks.filter(([, { ok }]) => ok).map(([name]) => name.slice(LOOK.length));
  return (
    <ul className={css['checks']}>
      {failing.map(([name, { detail }]) => (
        <Check key={name} ok={false} words={`${t('look')}: ${name.slice(LOOK.length)}`} details={detail ? [detail] : []} />
      ))}
      {others.map(([name, { ok, detail }]) => {
        const known = KNOWN.find((each) => each === name);
        const words = known ? t(`names.${known.replace(/[ -]/, '_') as 'host'}`) : name;
        return <Check key={name} ok={ok} words={words} details={detail?.split('; ') ?? []} />;
      })}
      {resting.length > 0 && <Check ok words={t('look')} details={[format.list(resting)]} />}
    </ul>
  );
}

function Check({ ok, words, details }: { readonly ok: boolean; readonly words: string; readonly details: readonly string[] }) {
  const { t } = useTranslation('operating', { keyPrefix: 'health' });
  return (
    <li>
      <Badge tone={ok ? 'good' : 'bad'}>{t(ok ? 'ok' : 'notOk')}</Badge>
      <div>
        <div>{words}</div>
        {details.map((line) => (
          <div key={line} className="quiet small">
            {line}
          </div>
        ))}
      </div>
    </li>
  );
}
