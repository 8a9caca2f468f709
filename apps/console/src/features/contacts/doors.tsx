import { Badge, Facts, Panel, Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './contacts.module.css';

/** Ways to reach the desk, as they are open to him, and what he lacks for the others (D3.22). */
export function Doors({ contactId }: { readonly contactId: string }) {
  const { t, i18n } = useTranslation('contacts');
  const format = useFormat();
  const doors = useAsked('GET /contacts/{id}/doors', { path: { id: contactId }, query: { language: i18n.language } });
  return (
    <Shown of={doors}>
      {({ items, services }) => (
        <div className={css['stack']}>
          {items.length === 0 && <p className="quiet">{t('doors.none')}</p>}
          <ul className={css['stack']}>
            {items.map(({ key, name, purpose, address, open, missing, conditions }) => (
              <li key={key} className={css['box']}>
                <span className={css['marks']}>
                  <strong>{name}</strong>
                  <Badge tone={open ? 'good' : 'warn'}>{t(open ? 'doors.open' : 'doors.shut')}</Badge>
                </span>
                <Facts
                  of={[
                    [t('doors.purpose'), purpose],
                    [t('doors.address'), address],
                    [
                      t('doors.missing'),
                      missing.length > 0 && !open
                        ? format.list(missing.map((need) => t(`doors.needs.${need}` as 'doors.needs.plan', { defaultValue: need })))
                        : null,
                    ],
                    [t('doors.conditions'), conditions.length > 0 ? format.list(conditions) : null],
                  ]}
                />
              </li>
            ))}
          </ul>
          {services.length > 0 && (
            <Panel title={t('doors.services')}>
              <Facts of={services.map(({ name, explain }) => [name, explain] as const)} />
            </Panel>
          )}
        </div>
      )}
    </Shown>
  );
}
