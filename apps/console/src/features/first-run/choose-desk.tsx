import { Badge, Button, type ItemOf, Notice, Shown, Explained, explainProblem, useAsked, useDoing, useFormat, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './first-run.module.css';

type Choice = ItemOf<'GET /first-run/desks'>;
/** What of a desk says most to somebody who sees it first. */
const TELLING = ['groups', 'categories', 'templates', 'requestTypes', 'rules', 'channels', 'calendars', 'checklists'] as const;

/** A desk to begin with, of those that ship; checked before it is put in force, and changed later as any other. */
export function ChooseDesk({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('firstRun');
  const { t: kit } = useTranslation('kit');
  const format = useFormat();
  const toasts = useToasts();
  const desks = useAsked('GET /first-run/desks', undefined);
  const [chosen, choose] = useState<string | null>(null);
  const desk = useAsked('GET /first-run/desks/{key}', { path: { key: chosen ?? '' } }, { enabled: chosen !== null });
  const check = useDoing('POST /desk/checks', { tellsFailure: true });
  const apply = useDoing('PUT /desk', {
    changes: ['GET /first-run', 'GET /desk', 'GET /desk/names', 'GET /desk/versions', 'GET /groups'],
    tellsFailure: true,
    onDone: ({ version }) => {
      toasts.show({ text: t('desk.applied', { version }) });
      onDone();
    },
  });
  const put = async () => {
    const wanted = desk.data?.desk;
    if (wanted === undefined) return;
    const { faults, version } = await check.mutateAsync({ body: { desk: wanted } });
    if (faults.length === 0) apply.mutate({ body: { desk: wanted, expectedVersion: version, note: t('desk.note', { name: chosen }) } });
  };
  const error = check.error ?? apply.error;
  const problem = error ? explainProblem(error, kit) : null;
  const faults = check.data?.faults ?? [];
  const brings = ({ brings: held }: Choice) =>
    TELLING.flatMap((section) => (held[section] === undefined ? [] : [t(`desk.brings.${section}`, { count: held[section] })]));
  return (
    <Shown of={desks}>
      {({ items }) => (
        <fieldset className={css['choices']}>
          <legend className="visually-hidden">{t('steps.desk.name')}</legend>
          {items.map((each) => (
            <label key={each.key} className={css['choice']}>
              <input type="radio" name="desk" value={each.key} checked={chosen === each.key} onChange={() => choose(each.key)} />
              <span>
                <strong>{each.name}</strong> <Badge>{each.key}</Badge>
                <span className={css['line']}>{t(`desk.about.${each.key as 'smartcv'}`, { defaultValue: '' })}</span>
                <span className={`quiet small ${css['line']}`}>{format.list(brings(each))}</span>
              </span>
            </label>
          ))}
          {problem && (
            <Notice tone="bad">
              <Explained {...problem} />
            </Notice>
          )}
          {faults.length > 0 && <Notice tone="bad">{faults.map(({ path, found }) => `${path}: ${found}`).join('\n')}</Notice>}
          <div>
            <Button
              look="primary"
              disabled={desk.data === undefined || chosen === null}
              busy={check.isPending || apply.isPending}
              onClick={() => void put().catch(() => undefined)}
            >
              {t('desk.apply')}
            </Button>
          </div>
        </fieldset>
      )}
    </Shown>
  );
}
