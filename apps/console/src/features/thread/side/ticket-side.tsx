import { Tabs } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ContactCard } from '../../contacts/contact-card.js';
import type { Ticket } from '../entry.js';
import { Closing } from '../closing/closing.js';
import { Ratings } from '../closing/ratings.js';
import { Measures } from '../measures/measures.js';
import { Checklists } from './checklists.js';
import { Facts } from './facts.js';
import { History } from './history.js';
import { Links } from './links.js';
import { PlanRuns } from './plan-runs.js';
import { Purchases } from './purchases.js';
import { Recognition } from './recognition.js';
import { RequestCase } from './request-case.js';
import { RuleRuns } from './rule-runs.js';
import css from './side.module.css';

/** All that is known beside the thread. What is not looked at is not asked for. */
export function TicketSide({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const [tab, setTab] = useState('contact');
  return (
    <div className={css['side']}>
      <Tabs
        label={t('details')}
        value={tab}
        onChange={setTab}
        tabs={[
          { key: 'contact', label: t('tabs.contact'), content: <ContactCard contactId={ticket.contact.id} ticketId={ticket.id} /> },
          {
            key: 'facts',
            label: t('tabs.facts'),
            content: (
              <>
                <Facts ticket={ticket} />
                <RequestCase ticket={ticket} />
                <Closing ticket={ticket} />
                <Ratings ticket={ticket} />
                <Recognition ticket={ticket} />
              </>
            ),
          },
          {
            key: 'around',
            label: t('tabs.around'),
            content: (
              <>
                <Links ticket={ticket} />
                <Purchases ticket={ticket} />
                <Checklists ticket={ticket} />
                <Measures ticket={ticket} />
                <PlanRuns ticket={ticket} />
              </>
            ),
          },
          {
            key: 'history',
            label: t('tabs.history'),
            content: (
              <>
                <History ticket={ticket} />
                <RuleRuns ticket={ticket} />
              </>
            ),
          },
        ]}
      />
    </div>
  );
}
