import { IconButton } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'wouter';
import { shownList } from '../../shell/shown-list.js';
import { TicketPanel } from './ticket-panel.js';

/** A ticket as a page of its own; it knows the list it was opened from. */
export function TicketPage() {
  const { t } = useTranslation('thread');
  const { id = '' } = useParams<{ id: string }>();
  const [, go] = useLocation();
  return (
    <TicketPanel
      key={id}
      id={id}
      level={1}
      hrefOf={(next) => `/tickets/${next}`}
      before={<IconButton small icon="left" label={t('keys.back')} onClick={() => go(shownList().href)} />}
    />
  );
}
