import { Icon, type IconName, IconButton, useDoing, useFormat, useToasts } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import css from './inbox.module.css';
import { type View, viewName } from './view-name.js';

const ICONS: Readonly<Record<string, IconName>> = {
  mine: 'user',
  group: 'users',
  unassigned: 'inbox',
  overdue: 'clock',
  review: 'eye',
  spam: 'shield',
};

/** Ours, then his own, each with how much is open in it. */
export function ViewList({ views, here }: { readonly views: readonly View[]; readonly here: string }) {
  const { t } = useTranslation('inbox');
  const format = useFormat();
  const toasts = useToasts();
  const [, go] = useLocation();
  const remove = useDoing('DELETE /views/{viewId}', { changes: ['GET /views'] });
  const drop = (view: View) =>
    remove.mutate(
      { path: { viewId: view.id } },
      {
        onSuccess: () => {
          toasts.show({ text: t('viewRemoved', { name: view.name }) });
          if (view.id === here) go('/views/mine');
        },
      },
    );
  return (
    <nav className={css['views']} aria-label={t('title')}>
      <ul>
        {views.map((view) => (
          <li key={view.id} className={css['viewRow']}>
            <Link href={`/views/${view.id}`} className={css['view']} aria-current={view.id === here ? 'page' : undefined}>
              <Icon name={ICONS[view.id] ?? 'filter'} size={16} />
              <span className={css['viewName']}>{viewName(view, t)}</span>
              <span className={css['count']} data-urgent={(view.id === 'overdue' && view.count > 0) || undefined}>
                {format.number(view.count)}
                {view.atLeast ? '+' : ''}
              </span>
            </Link>
            {view.kind === 'own' && (
              <IconButton small icon="close" label={t('removeView', { name: view.name })} onClick={() => drop(view)} />
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
