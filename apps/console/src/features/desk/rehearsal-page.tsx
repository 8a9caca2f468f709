import { Button, Empty, Notice, PageFrame, Panel, Shown, TextField, Explained, explainProblem, useDoing, useFormat } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { ApplyBar } from './apply-bar.js';
import css from './desk.module.css';
import { RehearsalTable } from './rehearsal-table.js';
import { type DeskDraft, useDeskDraft } from './use-desk-draft.js';

const MOST_SHOWN = 200;

/** The changed desk over the past days: which tickets it would have handled another way, before it is in force. */
export function RehearsalPage() {
  const { t } = useTranslation('desk');
  const { draft, asked } = useDeskDraft();
  return (
    <PageFrame title={t('rehearsal.title')} about={t('rehearsal.about')} actions={<Link href="/desk">{t('rehearsal.back')}</Link>}>
      {draft === null ? <Shown of={asked}>{() => null}</Shown> : <Rehearsal draft={draft} />}
    </PageFrame>
  );
}

function Rehearsal({ draft }: { readonly draft: DeskDraft }) {
  const { t } = useTranslation('desk');
  const { t: kit } = useTranslation('kit');
  const format = useFormat();
  const [days, setDays] = useState(7);
  const rehearse = useDoing('POST /desk/rehearsals', { tellsFailure: true });
  const isSame = draft.changes?.length === 0;
  const result = rehearse.data;
  const problem = rehearse.error ? explainProblem(rehearse.error, kit) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rehearse.mutate({ body: { desk: draft.parsed.desk ?? {}, days, limit: MOST_SHOWN } });
  };
  return (
    <>
      <ApplyBar draft={draft} />
      <Panel>
        <form className={css['row']} onSubmit={submit}>
          <TextField
            label={t('rehearsal.days')}
            type="number"
            min={1}
            max={90}
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
          />
          <Button look="primary" type="submit" icon="replay" busy={rehearse.isPending} disabled={draft.changes === null || isSame}>
            {t('rehearsal.run')}
          </Button>
        </form>
        {isSame && <p className="quiet">{t('rehearsal.same')}</p>}
        {draft.faults.length > 0 && <Notice tone="warn">{t('rehearsal.faulty')}</Notice>}
        {problem && (
          <Notice tone="bad">
            <Explained {...problem} />
          </Notice>
        )}
      </Panel>
      <div aria-live="polite">
        {result && (
          <Notice tone={result.different === 0 ? 'good' : 'info'}>
            {t('rehearsal.result', { count: result.different, tickets: format.number(result.tickets), since: format.exact(result.since) })}
          </Notice>
        )}
      </div>
      {result &&
        (result.items.length === 0 ? (
          <Empty title={t('rehearsal.none')} about={t('rehearsal.noneAbout')} />
        ) : (
          <RehearsalTable items={result.items} />
        ))}
    </>
  );
}
