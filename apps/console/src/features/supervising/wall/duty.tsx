import { Button, Panel, Shown, useAsked, useFormat } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { PageDialog } from './page-dialog.js';
import css from './wall.module.css';

const DUTY_MS = 60_000;

/** Who is on duty now, and a way to call them to a ticket. */
export function Duty() {
  const { t } = useTranslation('supervising');
  const { may } = useSession();
  const format = useFormat();
  const duty = useAsked('GET /duty', undefined, { every: DUTY_MS });
  const [rota, setRota] = useState<{ readonly rota: string; readonly name: string } | null>(null);
  return (
    <Panel title={t('duty.title')}>
      <Shown of={duty}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{t('duty.none')}</p>
          ) : (
            <ul className={css['rows']}>
              {items.map((each) => (
                <li key={each.rota} className={css['row']}>
                  <div>
                    <strong>{each.name}</strong>
                    <div className="quiet">
                      {each.people.length === 0 ? t('duty.nobody') : format.list(each.people.map(({ name }) => name))}
                    </div>
                  </div>
                  {may('tickets:write') && (
                    <Button small icon="bell" aria-label={t('duty.callOf', { name: each.name })} onClick={() => setRota(each)}>
                      {t('duty.call')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {rota && <PageDialog rota={rota} onClose={() => setRota(null)} />}
    </Panel>
  );
}
