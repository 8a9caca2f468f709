import { Badge, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './operating.module.css';
import type { Health } from './use-health.js';

const LOOKS = ['settings', 'waiting-line', 'desk', 'audit', 'timers', 'thresholds', 'webhooks'] as const;
const KNOWN = ['host', 'database', 'disk', 'log lag', 'smtp-door', 'inboxes', 'kafka', 'blobs'] as const;
/** Checks of work that repeats itself in the background: many, and all alike. */
const LOOK = 'look ';

export function CheckList({ checks }: { readonly checks: Health['checks'] }) {
  const { t } = useTranslation('operating', { keyPrefix: 'health' });
  const { t: ofInbox } = useTranslation('operating', { keyPrefix: 'inboxes.states' });
  const format = useFormat();
  const inboxes = (useAsked('GET /inboxes', undefined).data?.items ?? []).map(
    ({ id, displayName, state }) => `${displayName ?? id}: ${ofInbox(state as 'connected', { defaultValue: state })}`,
  );
  const all = Object.entries(checks);
  const looks = all.filter(([name]) => name.startsWith(LOOK));
  const others = all.filter(([name]) => !name.startsWith(LOOK)).sort(([, a], [, b]) => Number(a.ok) - Number(b.ok));
  const failing = looks.filter(([, { ok }]) => !ok);
  const lookOf = (name: string) => {
    const known = LOOKS.find((each) => each === name.slice(LOOK.length));
    return known === undefined ? name.slice(LOOK.length) : t(`looks.${known}`);
  };
  const resting = looks.filter(([, { ok }]) => ok).map(([name]) => lookOf(name));
  return (
    <ul className={css['checks']}>
      {failing.map(([name, { detail }]) => (
        <Check key={name} ok={false} words={`${t('look')}: ${lookOf(name)}`} details={detail ? [detail] : []} />
      ))}
      {others.map(([name, { ok, detail }]) => {
        const known = KNOWN.find((each) => each === name);
        const words = known ? t(`names.${known.replace(/[ -]/, '_') as 'host'}`) : name;
        const details = known === 'inboxes' && inboxes.length > 0 ? inboxes : known === 'host' && ok ? [] : (detail?.split('; ') ?? []);
        return <Check key={name} ok={ok} words={words} details={details} />;
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
