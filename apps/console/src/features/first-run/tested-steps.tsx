import { type Answer, Badge, Notice } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './first-run.module.css';

/** Each step that was gone; of the one that failed what is wrong, and what to do. */
export function TestedSteps({ of: { ok, steps } }: { readonly of: Answer<'POST /inbox-tests'> }) {
  const { t } = useTranslation('firstRun');
  return (
    <>
      <Notice tone={ok ? 'good' : 'bad'}>{t(ok ? 'inbox.works' : 'inbox.fails')}</Notice>
      <ul className={css['tested']}>
        {steps.map(({ part, step, fault, detail }) => (
          <li key={`${part} ${step}`}>
            <Badge tone={fault === null ? 'good' : 'bad'}>{t(fault === null ? 'inbox.ok' : 'inbox.notOk')}</Badge>
            <div>
              <div>{`${t(`inbox.${part}`)}: ${t(`inbox.steps.${step}`)}`}</div>
              {fault !== null && (
                <>
                  <strong>{t(`inbox.faults.${fault}`)}</strong>
                  {detail && <div className="quiet small">{detail}</div>}
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
