import { Badge, Button, Dialog, Icon, type ItemOf, Shown, useAsked, useDoing, useFormat, useShortcuts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './notices.module.css';

const MOST = 50;
/** What no event tells of, such as a report that was made. */
const EVERY_MS = 30_000;
const CHANGES = { changes: ['GET /notices'] } as const;

/** What the desk tells me, my groups and my role: how much is new, and all of it, newest first, each with its ticket. */
export function Notices() {
  const { t } = useTranslation('shell');
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const unseen = useAsked('GET /notices', { query: { unseen: true, limit: MOST } }, { every: EVERY_MS }).data?.items ?? [];
  const see = useDoing('POST /notices/{noticeId}/seen', CHANGES);
  const open = () => setOpen(true);
  useShortcuts([{ keys: 'g t', label: t('notices'), group: t('keysGroups.places'), run: open }]);
  const count = unseen.length === MOST ? `${format.number(MOST)}+` : format.number(unseen.length);
  return (
    <>
      <button type="button" className={css['bell']} aria-label={t('noticesCount', { count: unseen.length })} onClick={open}>
        <Icon name="bell" />
        {unseen.length > 0 && <span className={css['count']}>{count}</span>}
      </button>
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('notices')}
        look="panel"
        actions={
          unseen.length > 0 && (
            <Button
              icon="check"
              busy={see.isPending}
              onClick={() => {
                for (const { id } of unseen) see.mutate({ path: { noticeId: id } });
              }}
            >
              {t('allSeen')}
            </Button>
          )
        }
      >
        <NoticeList
          onOpen={({ id, seenAt }) => {
            setOpen(false);
            if (seenAt === null) see.mutate({ path: { noticeId: id } });
          }}
        />
      </Dialog>
    </>
  );
}

type Notice = ItemOf<'GET /notices'>;

function NoticeList({ onOpen }: { readonly onOpen: (notice: Notice) => void }) {
  const { t } = useTranslation('shell');
  const format = useFormat();
  const notices = useAsked('GET /notices', { query: { limit: MOST } });
  return (
    <Shown of={notices} lines={6}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{t('noNotices')}</p>
        ) : (
          <ul className={css['list']}>
            {items.map((notice) => (
              <li key={notice.id} className={css['notice']} data-new={notice.seenAt === null || undefined}>
                {notice.ticketId === null ? (
                  <span>{notice.text}</span>
                ) : (
                  <Link href={`/tickets/${notice.ticketId}`} onClick={() => onOpen(notice)}>
                    {notice.text}
                  </Link>
                )}
                <span className="quiet small">
                  <time dateTime={notice.createdAt} title={format.exact(notice.createdAt)}>
                    {format.time(notice.createdAt)}
                  </time>{' '}
                  {notice.seenAt === null && <Badge tone="accent">{t('isNew')}</Badge>}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}
