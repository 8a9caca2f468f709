import { Button, Notice, PageFrame, Shown, useAsked, useFormat, useShortcuts } from '#page-kit';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeskNames, useProfile } from './desk-profile.js';
import { AgentList } from './wall/agent-list.js';
import { ChannelAlarms } from './wall/alarms.js';
import { ChannelHoursPanel } from './wall/channel-hours.js';
import { Duty } from './wall/duty.js';
import { ShiftForecast } from './wall/forecast.js';
import { QueueTable } from './wall/queue-table.js';
import { useFullScreen } from './wall/use-full-screen.js';
import { WallFigures } from './wall/wall-figures.js';
import css from './wall/wall.module.css';

const LIVE_MS = 1_000;

/** How the desk stands now, not older than a second. */
export function WallPage() {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const names = useDeskNames();
  const thresholds = useProfile()?.reports.thresholds ?? [];
  const live = useAsked('GET /live', undefined, { every: LIVE_MS });
  const wall = useRef<HTMLDivElement>(null);
  const { isFull, toggle } = useFullScreen(wall);
  useShortcuts([{ keys: 'v', label: t('wall.full'), group: t('title'), run: toggle }]);
  return (
    <div ref={wall} className={isFull ? css['full'] : undefined}>
      <PageFrame
        title={t('wall.title')}
        about={live.data && t('wall.asOf', { at: format.exact(live.data.at) })}
        actions={
          <Button icon={isFull ? 'close' : 'wall'} aria-pressed={isFull} onClick={toggle}>
            {t(isFull ? 'wall.leaveFull' : 'wall.full')}
          </Button>
        }
      >
        {live.isError && live.data && <Notice tone="bad">{t('wall.old', { at: format.exact(live.data.at) })}</Notice>}
        <Shown of={live} lines={8}>
          {(figures) => (
            <>
              <WallFigures live={figures} thresholds={thresholds} />
              <div className={css['columns']}>
                <QueueTable
                  {...{
                    thresholds,
                    of: 'group',
                    title: t('wall.queues'),
                    rows: figures.groups,
                    empty: t('wall.noQueue'),
                    nameOf: names.group,
                  }}
                />
                <QueueTable
                  {...{ thresholds, of: 'channel', title: t('wall.channels'), rows: figures.channels, empty: t('wall.noQueue') }}
                  nameOf={names.channel}
                />
              </div>
              <div className={css['columns']}>
                <ChannelAlarms />
                {!isFull && <Duty />}
              </div>
              {!isFull && (
                <>
                  <div className={css['columns']}>
                    <ChannelHoursPanel />
                    <ShiftForecast />
                  </div>
                  {figures.branches.length > 0 && (
                    <QueueTable
                      {...{ thresholds, of: 'branch', title: t('wall.branches'), rows: figures.branches, empty: t('wall.noQueue') }}
                      nameOf={names.branch}
                    />
                  )}
                  <AgentList agents={figures.agents} />
                </>
              )}
            </>
          )}
        </Shown>
      </PageFrame>
    </div>
  );
}
