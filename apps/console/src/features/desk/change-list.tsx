import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loadYaml } from './desk-text.js';
import css from './desk.module.css';
import type { Change } from './use-desk-draft.js';

type Yaml = Awaited<ReturnType<typeof loadYaml>>;

/** Place by place what is now and what would be, as the file writes it. */
export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useTranslation('desk');
  const [yaml, setYaml] = useState<Yaml | null>(null);
  useEffect(() => void loadYaml().then((loaded) => setYaml(() => loaded)), []);
  const show = (value: unknown): string => (typeof value === 'string' || yaml === null ? String(value) : yaml.stringify(value).trim());
  return (
    <ul className={css['list']}>
      {changes.map(({ path, before, after }) => (
        <li key={path} className={css['change']}>
          <div>
            <code>{path}</code>{' '}
            <span className="quiet small">{t(before === undefined ? 'added' : after === undefined ? 'gone' : 'altered')}</span>
          </div>
          <div className={css['pair']}>
            {before !== undefined && (
              <pre className={css['before']}>
                <span className="visually-hidden">{`${t('before')}: `}</span>
                {show(before)}
              </pre>
            )}
            {after !== undefined && (
              <pre className={css['after']}>
                <span className="visually-hidden">{`${t('after')}: `}</span>
                {show(after)}
              </pre>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
