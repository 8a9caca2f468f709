import { useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { showValue } from '../entry/form-view.js';
import { useNames } from '../names.js';
import { Section } from './section.js';
import css from './side.module.css';

/** Who changed what of it by hand, newest first; macros and what was taken back too. */
export function Changes({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const names = useNames();
  const words = useDeskWords();
  const items = useAsked('GET /tickets/{id}/changes', { path: { id: ticket.id } }).data?.items ?? [];
  if (items.length === 0) return null;
  const fieldOf = (name: string) =>
    t(`facts.${name as 'status'}`, { defaultValue: t(`changedFields.${name as 'tags'}`, { defaultValue: name }) });
  const valueOf = (name: string, value: unknown): string => {
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return format.list(
        Object.entries(value).map(
          ([field, one]) => `${words.field(field)} ${typeof one === 'string' ? words.choice(field, one) : showValue(one)}`,
        ),
      );
    return Array.isArray(value) || typeof value === 'boolean' ? showValue(value) : names.value(name, value);
  };
  return (
    <Section title={t('changesMade')}>
      {items.map(({ at, by, kind, changes }) => (
        <div key={`${at} ${kind}`} className={css['list']}>
          <p className="small">
            {Object.entries(changes)
              .map(([name, { from, to }]) => `${fieldOf(name)}: ${valueOf(name, from)} → ${valueOf(name, to)}`)
              .join('; ')}
          </p>
          <p className="quiet small">
            {[by.displayName, format.time(at), kind === 'undo' ? t('undone') : null].filter(Boolean).join(' · ')}
          </p>
        </div>
      ))}
    </Section>
  );
}
