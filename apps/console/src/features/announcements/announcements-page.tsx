import { Button, Empty, PageFrame, Shown, useAsked, useDoing, useToasts } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Announcement } from './announcement.js';
import { AnnouncementForm, type Draft, emptyDraft, toDraft } from './announcement-form.js';
import { AnnouncementRow } from './announcement-row.js';
import css from './announcements.module.css';
import { groupAnnouncements, titleOf } from './group-announcements.js';
import { OpenIncidents } from './open-incidents.js';
import { PublicFigures } from './public-figures.js';

const CHANGED = ['GET /announcements'] as const;
const GROUPS = ['now', 'ahead', 'past'] as const;
const NONE = { now: 'noneNow', ahead: 'noneAhead', past: 'nonePast' } as const;
/** Announcements begin and end by themselves. */
const EVERY_MS = 30_000;

export function AnnouncementsPage() {
  const { t, i18n } = useTranslation('announcements');
  const toasts = useToasts();
  const [draft, setDraft] = useState<Draft | null>(null);
  const list = useAsked('GET /announcements', undefined, { every: EVERY_MS });
  const changing = useDoing('PATCH /announcements/{announcementId}', { changes: CHANGED });
  const withdrawing = useDoing('DELETE /announcements/{announcementId}', { changes: CHANGED });
  const restoring = useDoing('POST /announcements/{announcementId}/restoration', { changes: CHANGED });

  const end = ({ id, until, texts }: Announcement) => {
    const title = titleOf(texts, i18n.language);
    const path = { announcementId: id };
    changing.mutate(
      { path, body: { until: new Date().toISOString() } },
      {
        onSuccess: () =>
          toasts.show({ text: t('ended', { title }), action: { label: t('undo'), run: () => changing.mutate({ path, body: { until } }) } }),
      },
    );
  };
  const withdraw = ({ id, texts }: Announcement) => {
    const path = { announcementId: id };
    const text = t('withdrawn', { title: titleOf(texts, i18n.language) });
    withdrawing.mutate(
      { path },
      { onSuccess: () => toasts.show({ text, action: { label: t('undo'), run: () => restoring.mutate({ path }) } }) },
    );
  };

  return (
    <PageFrame
      title={t('title')}
      about={t('about')}
      actions={
        <Button look="primary" icon="plus" onClick={() => setDraft(emptyDraft())}>
          {t('write')}
        </Button>
      }
    >
      <OpenIncidents
        onPublish={({ id, title }) => setDraft({ ...emptyDraft(), incident: id, severity: 'outage', suggestedTitle: title })}
      />
      <Shown of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="bell" title={t('empty')} about={t('emptyAbout')} />
          ) : (
            GROUPS.map((group) => {
              const members = groupAnnouncements(items, new Date().toISOString())[group];
              return (
                <section key={group} className={css['group']} aria-labelledby={`group-${group}`}>
                  <h2 id={`group-${group}`}>{t(`group.${group}`)}</h2>
                  {members.length === 0 && <p className="quiet">{t(NONE[group])}</p>}
                  <ul className={css['rows']}>
                    {members.map((announcement) => (
                      <AnnouncementRow
                        key={announcement.id}
                        announcement={announcement}
                        isOn={group === 'now'}
                        onEdit={() => setDraft(toDraft(announcement))}
                        onEnd={() => end(announcement)}
                        onWithdraw={() => withdraw(announcement)}
                        onRestore={() => restoring.mutate({ path: { announcementId: announcement.id } })}
                      />
                    ))}
                  </ul>
                </section>
              );
            })
          )
        }
      </Shown>
      <PublicFigures />
      {draft !== null && <AnnouncementForm draft={draft} onClose={() => setDraft(null)} />}
    </PageFrame>
  );
}
