import { useShortcuts } from '#page-kit';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Priority, useDeskWords } from '../../../shell/desk-names.js';
import { useSession } from '../../../session/session.js';
import type { Ticket } from '../entry.js';
import { useNames } from '../names.js';
import { Choice } from './choice.js';
import css from './head.module.css';
import { useChanging } from './use-changing.js';

const STATUSES = ['new', 'open', 'pending', 'solved', 'closed'] as const;

/** State, priority, who has it and which group, each changed in place. */
export function Choices({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const { me, may } = useSession();
  const names = useNames();
  const words = useDeskWords();
  const change = useChanging(ticket);
  const status = useRef<HTMLSelectElement>(null);
  const priority = useRef<HTMLSelectElement>(null);
  const disabled = !may('tickets:write');
  const assign = (assignee: string | null) =>
    change({ assignee }, assignee === null ? t('said.unassigned') : t('said.assigned', { name: names.agent(assignee) }));
  useShortcuts([
    { keys: 'a', label: t('keys.assign'), group: t('keys.group'), run: () => assign(me.id) },
    { keys: 's', label: t('keys.status'), group: t('keys.group'), run: () => status.current?.focus() },
    { keys: 'p', label: t('keys.priority'), group: t('keys.group'), run: () => priority.current?.focus() },
  ]);
  return (
    <div className={css['choices']}>
      <Choice
        ref={status}
        label={t('facts.status')}
        value={ticket.status}
        disabled={disabled}
        onChange={(value) => change({ status: value as Ticket['status'] }, t('said.status', { status: t(`status.${value as 'new'}`) }))}
      >
        {STATUSES.filter((each) => each !== 'new' || ticket.status === 'new').map((each) => (
          <option key={each} value={each}>
            {t(`status.${each}`)}
          </option>
        ))}
      </Choice>
      <Choice
        ref={priority}
        label={t('facts.priority')}
        value={ticket.priority}
        disabled={disabled}
        onChange={(value) => change({ priority: value as Priority }, t('said.priority', { priority: words.priority(value as Priority) }))}
      >
        {words.priorities(ticket.priority).map((each) => (
          <option key={each} value={each}>
            {words.priority(each)}
          </option>
        ))}
      </Choice>
      <Choice label={t('facts.assignee')} value={ticket.assignee ?? ''} disabled={disabled} onChange={(value) => assign(value || null)}>
        <option value="">{t('nobody')}</option>
        {ticket.assignee !== null && !names.agents.some(({ id }) => id === ticket.assignee) && (
          <option value={ticket.assignee}>{names.agent(ticket.assignee)}</option>
        )}
        {names.agents.map(({ id, displayName }) => (
          <option key={id} value={id}>
            {id === me.id ? t('meNamed', { name: displayName }) : displayName}
          </option>
        ))}
      </Choice>
      {(names.groups.length > 0 || ticket.group !== null) && (
        <Choice
          label={t('facts.group')}
          value={ticket.group ?? ''}
          disabled={disabled}
          onChange={(value) => change({ group: value || null }, t('said.group', { group: names.group(value) ?? t('none') }))}
        >
          <option value="">{t('none')}</option>
          {names.groups.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
    </div>
  );
}
