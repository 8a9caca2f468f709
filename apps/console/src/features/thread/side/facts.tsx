import { Badge, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { showValue } from '../entry/form-view.js';
import { nameLanguage } from './name-language.js';
import { FactList, type Fact, Section } from './section.js';

/** The ticket itself, and the desk's own fields. */
export function Facts({ ticket }: { readonly ticket: Ticket }) {
  const { t, i18n } = useTranslation('thread');
  const format = useFormat();
  const words = useDeskWords();
  const { rating } = ticket;
  const facts: (Fact | null)[] = [
    { name: t('facts.opened'), value: <time title={format.exact(ticket.openedAt)}>{format.time(ticket.openedAt)}</time> },
    { name: t('facts.updated'), value: <time title={format.exact(ticket.updatedAt)}>{format.relative(ticket.updatedAt)}</time> },
    ticket.origin === null ? null : { name: t('facts.origin'), value: words.channel(ticket.origin) },
    ticket.inboxId === null ? null : { name: t('facts.inbox'), value: ticket.inboxId },
    ticket.category === null ? null : { name: t('facts.category'), value: words.category(ticket.category) },
    ticket.reference === null ? null : { name: t('facts.reference'), value: ticket.reference },
    ticket.language === null ? null : { name: t('facts.language'), value: nameLanguage(ticket.language, i18n.language) },
    ticket.level === null ? null : { name: t('facts.level'), value: format.number(ticket.level) },
    ticket.numberTold === null
      ? { name: t('facts.numberTold'), value: t('facts.notTold') }
      : {
          name: t('facts.numberTold'),
          value: `${t(`told.${ticket.numberTold.how as 'answer'}`, { defaultValue: ticket.numberTold.how })} · ${format.time(ticket.numberTold.at)}`,
        },
    ...Object.entries(ticket.fields).map(([field, value]) => ({
      name: words.field(field),
      value: typeof value === 'string' ? words.choice(field, value) : showValue(value),
    })),
  ];
  return (
    <Section title={t('tabs.facts')}>
      <FactList facts={facts.filter((fact): fact is Fact => fact !== null)} />
      {rating != null && (
        <p>
          <Badge tone={rating.step === 'unsatisfied' ? 'bad' : rating.step === 'satisfied' ? 'good' : 'plain'}>
            {t('rated', { score: rating.score, step: t(`step.${rating.step}`) })}
          </Badge>{' '}
          {rating.comment}
        </p>
      )}
    </Section>
  );
}
