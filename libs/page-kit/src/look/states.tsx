import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Explanation, explainProblem } from '../asking/explain-problem.js';
import { Button } from './button.js';
import { Icon, type IconName } from './icon.js';
import css from './states.module.css';

/** Nothing to show, and why, and what to do about it. */
export function Empty({
  icon = 'check',
  title,
  about,
  action,
  level = 2,
}: {
  readonly icon?: IconName;
  readonly title: string;
  readonly about?: ReactNode;
  readonly action?: ReactNode;
  /** 1 where it is the whole page. */
  readonly level?: 1 | 2;
}) {
  const Title = `h${level}` as const;
  return (
    <div className={css['state']}>
      <Icon name={icon} size={28} />
      <Title className={css['title']}>{title}</Title>
      {about && <p className="quiet">{about}</p>}
      {action}
    </div>
  );
}

const QUIET_MS = 250;

/** Grey lines in the place of what comes; nothing at all while it comes at once. */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  const { t } = useTranslation('kit');
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={css['loading']} role="status">
      <span className="visually-hidden">{isSlow ? t('loading') : ''}</span>
      {isSlow && Array.from({ length: lines }, (_, line) => <span key={line} className={css['bone']} aria-hidden />)}
    </div>
  );
}

/** What failed, and on a quiet line below what more is known of it. */
export function Explained({ title, about }: Explanation) {
  return (
    <>
      {title}
      {about && <span className={css['about']}> {about}</span>}
    </>
  );
}

/** What failed, in words for who reads it, with a button that tries again. */
export function Failed({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation('kit');
  const { title, about } = explainProblem(error, t);
  return (
    <div className={`${css['state']} ${css['failed']}`} role="alert">
      <Icon name="alert" size={28} />
      <h2>{title}</h2>
      {about && <p>{about}</p>}
      {onRetry && (
        <Button icon="refresh" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      )}
    </div>
  );
}

interface Asked<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/** The three states of something asked for. What was there stays while it is asked anew. */
export function Shown<T>({
  of,
  lines,
  children,
}: {
  readonly of: Asked<T>;
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.isPending) return <Loading {...(lines === undefined ? {} : { lines })} />;
  return <Failed error={of.error} onRetry={() => void of.refetch()} />;
}

export function Notice({ tone = 'info', children }: { readonly tone?: 'info' | 'good' | 'warn' | 'bad'; readonly children: ReactNode }) {
  return (
    <div className={`${css['notice']} ${css[tone]}`} role={tone === 'bad' ? 'alert' : undefined}>
      {children}
    </div>
  );
}
