import { type Answer, Badge, Button, Checkbox, Notice, Shown, TextField, useAsked, useDoing, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { showValue } from '../entry/form-view.js';
import { FactList, Section } from './section.js';
import css from './side.module.css';

type RequestOf = Answer<'GET /tickets/{id}/request'>;
const CHANGES = { changes: ['GET /tickets/{id}/request', 'GET /tickets/{id}'] } as const;

/** The type of request, where it stands, what it lacks, and what its customer was told. */
export function RequestCase({ ticket }: { readonly ticket: Ticket }) {
  const { i18n } = useTranslation('thread');
  const asked = useAsked('GET /tickets/{id}/request', { path: { id: ticket.id }, query: { language: i18n.language } });
  return (
    <Shown of={asked} lines={3}>
      {(request) => (request.requestType === null ? null : <ShownCase ticket={ticket} request={request} />)}
    </Shown>
  );
}

function ShownCase({ ticket, request }: { readonly ticket: Ticket; readonly request: RequestOf }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const words = useDeskWords();
  const { may } = useSession();
  const tick = useDoing('PUT /tickets/{id}/evidence/{key}', CHANGES);
  const mayWrite = may('tickets:write');
  const isLate = request.dueAt !== null && Date.parse(request.dueAt) < Date.now();
  return (
    <Section title={request.name ?? request.requestType ?? ''}>
      <FactList
        facts={[
          { name: t('facts.stage'), value: request.stageName ?? '–' },
          ...(request.dueAt === null
            ? []
            : [
                {
                  name: t('stageDue'),
                  value: (
                    <span title={format.exact(request.dueAt)}>
                      <Badge tone={isLate ? 'bad' : 'plain'}>{format.relative(request.dueAt)}</Badge>
                    </span>
                  ),
                },
              ]),
          ...(request.next.length === 0
            ? []
            : [{ name: t('nextStep'), value: format.list(request.next.map(({ name, outcomeName }) => outcomeName ?? name)) }]),
          ...request.fields.map(({ key, name, value, required }) => ({
            ...{ name: required ? `${name} *` : name, value: typeof value === 'string' ? words.choice(key, value) : showValue(value) },
          })),
        ]}
      />
      {request.missingFields.length > 0 && (
        <Notice tone="warn">
          {t('missingFields', {
            fields: request.missingFields.map((key) => request.fields.find((field) => field.key === key)?.name ?? key).join(', '),
          })}
        </Notice>
      )}
      {request.evidence.length > 0 && (
        <div className={css['list']}>
          <h3>{t('evidenceTitle')}</h3>
          {request.evidence.map(({ key, name, givenAt }) => (
            <Checkbox
              key={key}
              label={name}
              hint={givenAt === null ? undefined : t('givenAt', { at: format.time(givenAt) })}
              checked={givenAt !== null}
              disabled={!mayWrite || givenAt !== null || tick.isPending}
              onChange={() => tick.mutate({ path: { id: ticket.id, key }, body: {} })}
            />
          ))}
        </div>
      )}
      <Estimate ticket={ticket} request={request} mayWrite={mayWrite} />
      <ol className={css['stages']}>
        {request.history.map(({ seq, stage, enteredAt, leftAt, missedAt, actor, note }) => (
          <li key={seq} data-now={leftAt === null}>
            <span>
              {words.stage(stage)} {missedAt !== null && <Badge tone="bad">{t('missed')}</Badge>}
            </span>
            <span className="quiet small">{[format.time(enteredAt), actor.displayName, note].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** When it will be done: the customer is told, and told again when it changes. */
function Estimate({ ticket, request, mayWrite }: { readonly ticket: Ticket; readonly request: RequestOf; readonly mayWrite: boolean }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const [at, setAt] = useState<string | null>(null);
  const say = useDoing('POST /tickets/{id}/estimates', { ...CHANGES, onDone: () => setAt(null) });
  return (
    <div className={css['list']}>
      <h3>{t('estimate')}</h3>
      <p>
        {request.estimate === null
          ? t('noEstimate')
          : t('estimateTold', { at: format.time(request.estimate.at), times: request.estimate.times })}
      </p>
      {mayWrite && at === null && (
        <Button small onClick={() => setAt('')}>
          {t('sayEstimate')}
        </Button>
      )}
      {at !== null && (
        <form
          className={css['list']}
          onSubmit={(event) => {
            event.preventDefault();
            if (at !== '')
              say.mutate({ path: { id: ticket.id }, body: { at: new Date(at).toISOString(), expectedVersion: ticket.version } });
          }}
        >
          <TextField
            label={t('estimateAt')}
            hint={t('estimateHint')}
            type="datetime-local"
            value={at}
            onChange={({ target }) => setAt(target.value)}
          />
          <Button small look="primary" type="submit" busy={say.isPending} disabled={at === ''}>
            {t('tellCustomer')}
          </Button>
        </form>
      )}
    </div>
  );
}
