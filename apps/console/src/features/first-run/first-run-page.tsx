import { type Answer, Badge, Button, Notice, PageFrame, Panel, Shown, useAsked, useDoing } from '#page-kit';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { ChangePassword } from '../../session/change-password.js';
import { ChooseDesk } from './choose-desk.js';
import css from './first-run.module.css';
import { FirstMail } from './first-mail.js';
import { TryInbox } from './try-inbox.js';

type FirstRun = Answer<'GET /first-run'>;
type StepKey = FirstRun['steps'][number]['key'];

const CHANGES = ['GET /first-run'] as const;
const LOOK_MS = 3_000;

/** From the first sign-in to the first ticket. Steps are done when what they bring is there, whoever brought it. */
export function FirstRunPage() {
  const { t } = useTranslation('firstRun');
  const [, go] = useLocation();
  const run = useAsked('GET /first-run', undefined, { every: LOOK_MS });
  const end = useDoing('PUT /first-run/marks/{mark}', { changes: CHANGES, onDone: () => go('/') });
  return (
    <PageFrame
      title={t('title')}
      about={t('about')}
      actions={<Button onClick={() => end.mutate({ path: { mark: 'end' } })}>{t('end')}</Button>}
    >
      <Shown of={run}>{(shown) => <Steps run={shown} />}</Shown>
    </PageFrame>
  );
}

function Steps({ run }: { readonly run: FirstRun }) {
  const { t } = useTranslation('firstRun');
  const [, go] = useLocation();
  const next = run.steps.find(({ done, skipped }) => !done && !skipped)?.key ?? null;
  const [opened, open] = useState<StepKey | null>(null);
  const current = opened ?? next;
  // Stays open when its mail arrives: what came of it is told there.
  useEffect(() => {
    if (next === 'mail') open('mail');
  }, [next]);
  const mark = useDoing('PUT /first-run/marks/{mark}', { changes: CHANGES });
  const unmark = useDoing('DELETE /first-run/marks/{mark}', { changes: CHANGES });
  const content: Readonly<Record<StepKey, React.ReactNode>> = {
    password: <ChangePassword onDone={() => open(null)} />,
    desk: <ChooseDesk onDone={() => open(null)} />,
    inbox: <TryInbox address={run.address} />,
    mail: <FirstMail run={run} />,
  };
  return (
    <>
      {next === null && (
        <Notice tone="good">
          <p>
            <strong>{t('allDone')}</strong>
          </p>
          <Button look="primary" onClick={() => go('/')}>
            {t('toInbox')}
          </Button>
        </Notice>
      )}
      <ol className={css['steps']}>
        {run.steps.map(({ key, done, skipped }, index) => (
          <li key={key} aria-current={current === key ? 'step' : undefined}>
            <Panel
              title={t('numbered', { number: index + 1, name: t(`steps.${key}.name`) })}
              actions={
                <>
                  <Badge tone={done ? 'good' : 'plain'}>{t(done ? 'done' : skipped ? 'skipped' : 'open')}</Badge>
                  {current !== key && (
                    <Button small aria-label={`${t('show')}: ${t(`steps.${key}.name`)}`} onClick={() => open(key)}>
                      {t('show')}
                    </Button>
                  )}
                  {!done && !skipped && current === key && (
                    <Button
                      small
                      onClick={() => {
                        mark.mutate({ path: { mark: key } });
                        open(null);
                      }}
                    >
                      {t('skip')}
                    </Button>
                  )}
                  {skipped && !done && (
                    <Button small onClick={() => unmark.mutate({ path: { mark: key } })}>
                      {t('takeUp')}
                    </Button>
                  )}
                </>
              }
            >
              <p className="quiet">{t(`steps.${key}.about`)}</p>
              {current === key && content[key]}
            </Panel>
          </li>
        ))}
      </ol>
    </>
  );
}
