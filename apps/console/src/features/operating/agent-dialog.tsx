import { Button, Checkbox, Dialog, TextField, forget, useAsked, useDoing, usePickText, useToasts } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './operating.module.css';
import type { Agent, Work } from './agent.js';
import { RoleField } from './role-field.js';

const CHANGES = ['GET /agents', 'GET /agents/work', 'GET /groups'] as const;

/** What somebody can do, how much he takes, where he works, what he may; and a way back in for who lost his second factor. */
export function AgentDialog({
  agent,
  work,
  onClose,
}: {
  readonly agent: Agent;
  readonly work: Work | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('operating', { keyPrefix: 'access' });
  const pick = usePickText();
  const form = useId();
  const toasts = useToasts();
  const cache = useQueryClient();
  const groups = useAsked('GET /groups', undefined);
  const [given, give] = useState({
    role: agent.role,
    skills: Object.entries(work?.skills ?? {})
      .map(([skill, level]) => `${skill}: ${level}`)
      .join(', '),
    languages: work?.languages.join(', ') ?? '',
    capacity: String(work?.capacity.total ?? ''),
  });
  const change = useDoing('PATCH /agents/{agentId}', { changes: CHANGES });
  const setRole = useDoing('PUT /agents/{agentId}/role', { changes: CHANGES });
  const join = useDoing('PUT /groups/{group}/members/{agentId}', { changes: CHANGES });
  const leave = useDoing('DELETE /groups/{group}/members/{agentId}', { changes: CHANGES });
  const resetFactor = useDoing('DELETE /agents/{agentId}/second-factor', { onDone: () => toasts.show({ text: t('factorGone') }) });
  const path = { agentId: agent.id };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const capacity = Number(given.capacity);
    try {
      if (given.role !== agent.role) await setRole.mutateAsync({ path, body: { role: given.role } });
      await change.mutateAsync({
        path,
        body: {
          skills: readSkills(given.skills),
          languages: given.languages.split(/[,，\s]+/).filter(Boolean),
          ...(capacity > 0 ? { capacity: { ...work?.capacity, total: capacity } } : {}),
          ...(work === undefined ? {} : { expectedVersion: work.version }),
        },
      });
      toasts.show({ text: t('changed', { name: agent.displayName }) });
      onClose();
    } catch {
      // Told at the foot of the page; what was typed stays, what is there now is asked again.
      forget(cache, 'GET /agents/work');
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={agent.displayName}
      about={agent.email}
      actions={
        <>
          <Button onClick={() => resetFactor.mutate({ path })} busy={resetFactor.isPending}>
            {t('resetFactor')}
          </Button>
          <Button look="primary" type="submit" form={form} busy={change.isPending || setRole.isPending}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={form} className={css['form']} onSubmit={(event) => void submit(event)}>
        <RoleField value={given.role} onChange={(role) => give({ ...given, role })} />
        <TextField
          label={t('skills')}
          hint={t('skillsHint')}
          value={given.skills}
          onChange={(event) => give({ ...given, skills: event.target.value })}
        />
        <TextField
          label={t('languages')}
          hint={t('languagesHint')}
          value={given.languages}
          onChange={(event) => give({ ...given, languages: event.target.value })}
        />
        <TextField
          label={t('capacity')}
          hint={t('capacityHint')}
          type="number"
          min={1}
          value={given.capacity}
          onChange={(event) => give({ ...given, capacity: event.target.value })}
        />
        {groups.data && groups.data.items.length > 0 && (
          <fieldset className={css['fieldset']}>
            <legend>{t('groupsNow')}</legend>
            <div className={css['rights']}>
              {groups.data.items.map(({ id, key, name, members }) => (
                <Checkbox
                  key={id}
                  label={pick(name) ?? key}
                  checked={members.includes(agent.id)}
                  onChange={(event) => (event.target.checked ? join : leave).mutate({ path: { group: id, agentId: agent.id } })}
                />
              ))}
            </div>
          </fieldset>
        )}
      </form>
    </Dialog>
  );
}

/** `billing: 3, english: 2`; without a number, the middle of the scale. */
function readSkills(text: string): Record<string, number> {
  const pairs = text.split(/[,，]/).flatMap((part) => {
    const [, skill = '', level] = /^\s*([^:：]+?)\s*(?:[:：]\s*(\d+))?\s*$/.exec(part) ?? [];
    return skill === '' ? [] : [[skill, Number(level ?? 3)] as const];
  });
  return Object.fromEntries(pairs);
}
