import { Button, explainRefusal, Menu, type MenuItem, useAsked, useDoing, usePickText, useToasts } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../shell/desk-names.js';
import css from './inbox.module.css';

const STATES = ['open', 'pending', 'solved', 'closed'] as const;

/** One change for all that are chosen, with a way back. */
export function BulkBar({ tickets, onDone }: { readonly tickets: ReadonlySet<string>; readonly onDone: () => void }) {
  const { t } = useTranslation('inbox');
  const { t: kit } = useTranslation('kit');
  const words = useDeskWords();
  const pick = usePickText();
  const toasts = useToasts();
  const agents = useAsked('GET /agents/work', undefined);
  const groups = useAsked('GET /groups', undefined);
  const undo = useDoing('DELETE /bulk-actions/{actionId}', { changes: ['GET /tickets', 'GET /views'] });
  const act = useDoing('POST /bulk-actions', {
    changes: ['GET /tickets', 'GET /views'],
    onDone: ({ id, changed, refused }) => {
      const [first] = refused;
      const why = first === undefined ? null : explainRefusal(first, kit);
      toasts.show({
        text: [
          t('bulkDone', { count: changed.length }),
          ...(why === null ? [] : [t('bulkRefused', { count: refused.length }), why.title]),
        ].join(' '),
        about: why?.about ?? null,
        action: { label: t('undo'), run: () => undo.mutate({ path: { actionId: id } }) },
      });
      onDone();
    },
  });
  type Changes = Parameters<typeof act.mutate>[0]['body']['changes'];
  const change = (changes: Changes) => act.mutate({ body: { tickets: [...tickets].slice(0, 200), expectedVersions: {}, changes } });
  const item = (key: string, label: string, changes: Changes): MenuItem => ({ key, label, onSelect: () => change(changes) });
  return (
    <div className={css['bulk']} role="toolbar" aria-label={t('bulk')}>
      <strong>{t('chosen', { count: tickets.size })}</strong>
      <Menu
        trigger={<Button small>{t('filter.status')}</Button>}
        groups={[STATES.map((status) => item(status, t(`value.${status}`), { status }))]}
      />
      <Menu
        trigger={<Button small>{t('filter.priority')}</Button>}
        groups={[words.priorities().map((priority) => item(priority, words.priority(priority), { priority }))]}
      />
      <Menu
        trigger={<Button small>{t('filter.assignee')}</Button>}
        groups={[
          [item('none', t('value.none'), { assignee: null })],
          (agents.data?.items ?? []).map(({ id, displayName }) => item(id, displayName, { assignee: id })),
        ]}
      />
      <Menu
        trigger={<Button small>{t('filter.group')}</Button>}
        groups={[(groups.data?.items ?? []).map(({ key, name }) => item(key, pick(name) ?? key, { group: key }))]}
      />
      <Button small look="quiet" onClick={onDone}>
        {t('chooseNone')}
      </Button>
    </div>
  );
}
