import { Badge, Button, Checkbox, type Answer, useAsked, useDoing, SelectField, TextField } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { Section } from './section.js';
import css from './side.module.css';

type Run = Answer<'GET /tickets/{id}/checklists'>['runs'][number];
const CHANGES = { changes: ['GET /tickets/{id}/checklists', 'GET /tickets/{id}'] } as const;

const WAITING_MS = 3_000;

/** Lists that run, step by step, and those that would suit. */
export function Checklists({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const { may } = useSession();
  const words = useDeskWords();
  const [isWaiting, setWaiting] = useState(false);
  // That the customer's picture is recognised is told by no event.
  const { data } = useAsked('GET /tickets/{id}/checklists', { path: { id: ticket.id } }, isWaiting ? { every: WAITING_MS } : {});
  useEffect(() => setWaiting(data?.runs.some(({ state, waitsFor }) => state === 'running' && waitsFor !== null) === true), [data]);
  const begin = useDoing('POST /tickets/{id}/checklists', CHANGES);
  if (data === undefined || data.offered.length + data.runs.length === 0) return null;
  const mayWrite = may('tickets:write');
  const running = new Set(data.runs.filter(({ state }) => state === 'running').map(({ checklist }) => checklist));
  return (
    <Section title={t('checklists')}>
      {data.runs.map((run) => (
        <ShownRun key={run.id} ticketId={ticket.id} run={run} mayWrite={mayWrite} />
      ))}
      {mayWrite &&
        data.offered
          .filter(({ key }) => !running.has(key))
          .map(({ key }) => (
            <div key={key} className={css['row']}>
              <span className={css['grow']}>{words.checklist(key)}</span>
              <Button
                small
                busy={begin.isPending}
                aria-label={t('beginNamed', { name: words.checklist(key) })}
                onClick={() => begin.mutate({ path: { id: ticket.id }, body: { checklist: key } })}
              >
                {t('begin')}
              </Button>
            </div>
          ))}
    </Section>
  );
}

function ShownRun({ ticketId, run, mayWrite }: { readonly ticketId: string; readonly run: Run; readonly mayWrite: boolean }) {
  const { t } = useTranslation('thread');
  const words = useDeskWords();
  // A guidance is what the customer was sent, in his language.
  const textOf = ({ key, text }: Run['steps'][number]) =>
    run.kind === 'guidance' ? text : (words.checklistStep(run.checklist, key) ?? text);
  // What came of it is told in the thread.
  const end = useDoing('POST /tickets/{id}/checklists/{runId}/end', {
    changes: ['GET /tickets/{id}/checklists', 'GET /tickets/{id}/entries'],
  });
  const next = useDoing('POST /tickets/{id}/checklists/{runId}/next-steps', {
    changes: ['GET /tickets/{id}/checklists', 'GET /tickets/{id}/entries'],
  });
  const waited = run.steps.find(({ key }) => run.state === 'running' && key === run.waitsFor);
  return (
    <div className={css['list']}>
      <p className={css['row']}>
        <strong className={css['grow']}>{run.kind === 'guidance' ? run.name : words.checklist(run.checklist)}</strong>
        <Badge tone={run.state === 'done' ? 'good' : 'plain'}>{t(`runState.${run.state}`)}</Badge>
      </p>
      {run.steps.map((step) => (
        <Step
          key={step.key}
          ticketId={ticketId}
          run={run}
          step={{ ...step, text: textOf(step) }}
          disabled={!mayWrite || run.state !== 'running'}
        />
      ))}
      {waited !== undefined && <p className="quiet small">{t('waitsForPicture', { step: waited.text })}</p>}
      {mayWrite && run.state === 'running' && (
        <div className={css['row']}>
          {run.kind === 'guidance' && run.waitsFor === null && run.sentUpTo < run.steps.length && (
            <Button
              small
              look="primary"
              icon="send"
              busy={next.isPending}
              onClick={() => next.mutate({ path: { id: ticketId, runId: run.id }, body: {} })}
            >
              {t('sendNextSteps')}
            </Button>
          )}
          <Button
            small
            icon="check"
            busy={end.isPending}
            aria-label={t('endRunNamed', { name: run.name })}
            onClick={() => end.mutate({ path: { id: ticketId, runId: run.id }, body: { state: 'done' } })}
          >
            {t('endRun')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Step({
  ticketId,
  run,
  step,
  disabled,
}: {
  readonly ticketId: string;
  readonly run: Run;
  readonly step: Run['steps'][number];
  readonly disabled: boolean;
}) {
  const result = run.results.find((each) => each.step === step.key)?.result;
  const [text, setText] = useState(typeof result === 'string' ? result : '');
  const cache = useQueryClient();
  const answer = useDoing('PUT /tickets/{id}/checklists/{runId}/steps/{step}', {
    ...CHANGES,
    onDone: (now) =>
      cache.setQueriesData<Answer<'GET /tickets/{id}/checklists'>>(
        { predicate: ({ queryKey }) => queryKey[0] === 'GET /tickets/{id}/checklists' },
        (had) => had && { ...had, runs: had.runs.map((each) => (each.id === now.id ? now : each)) },
      ),
  });
  const [said, setSaid] = useState<boolean | null>(null);
  // Of each step by itself: who fills one after the other, or beside a colleague, is in nobody's way.
  const say = (value: string | boolean, onSettled?: () => void) =>
    answer.mutate({ path: { id: ticketId, runId: run.id, step: step.key }, body: { result: value } }, { ...(onSettled && { onSettled }) });
  if (step.asks === 'tick')
    return (
      <Checkbox
        label={step.text}
        checked={said ?? result === true}
        disabled={disabled}
        onChange={({ target }) => {
          setSaid(target.checked);
          say(target.checked, () => setSaid(null));
        }}
      />
    );
  if (step.asks === 'choice')
    return (
      <SelectField
        label={step.text}
        value={typeof result === 'string' ? result : ''}
        disabled={disabled}
        onChange={({ target }) => target.value !== '' && say(target.value)}
      >
        <option value="">–</option>
        {step.choices.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </SelectField>
    );
  return (
    <TextField
      label={step.text}
      value={text}
      disabled={disabled}
      onChange={({ target }) => setText(target.value)}
      onBlur={() => text.trim() !== '' && text !== result && say(text.trim())}
    />
  );
}
