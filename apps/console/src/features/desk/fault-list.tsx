import { Notice } from '#page-kit';
import { useTranslation } from 'react-i18next';
import type { Fault } from './desk-text.js';
import css from './desk.module.css';

const MOST = 50;

/** All that is wrong, each with what is allowed there; a press leads to the line. */
export function FaultList({ faults, onJump }: { readonly faults: readonly Fault[]; readonly onJump: (line: number) => void }) {
  const { t } = useTranslation('desk');
  if (faults.length === 0) return null;
  return (
    <Notice tone="warn">
      <p>
        <strong>{t('faults', { count: faults.length })}</strong>
      </p>
      <ul className={css['faults']}>
        {faults.slice(0, MOST).map(({ path, line, found, allowed }, index) => (
          <li key={`${path.join('.')} ${index}`}>
            {line === null ? (
              <span />
            ) : (
              <button type="button" className={css['link']} onClick={() => onJump(line)}>
                {t('line', { line })}
              </button>
            )}
            <div>
              {path.length > 0 && <code>{path.join('.')}</code>}
              <div>{path.length > 0 ? t('found', { found }) : found}</div>
              {allowed && <div className="quiet">{t('allowed', { allowed })}</div>}
            </div>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
