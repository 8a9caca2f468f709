import { Badge, Panel, SelectField, TextField, type Tone, useAsked, useFormat } from '#page-kit';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeskNames } from '../desk-profile.js';
import { groupAgents, NO_GROUP, type WallAgent } from './group-agents.js';
import css from './agent-list.module.css';

const LINE_PX = 40;
const WORK_MS = 15_000;
const TONES: Readonly<Record<string, Tone>> = { online: 'good', away: 'warn' };

/** All agents, however many: only the lines that are seen are drawn. */
export function AgentList({ agents }: { readonly agents: readonly WallAgent[] }) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  const names = useDeskNames();
  const work = useAsked('GET /agents/work', undefined, { every: WORK_MS }).data?.items;
  const [by, setBy] = useState<'state' | 'group'>('state');
  const [words, setWords] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => {
    const groups = new Map(work?.map(({ id, groups: own }) => [id, own]));
    const wanted = words.trim().toLocaleLowerCase();
    return groupAgents(agents, by === 'group' ? (id) => groups.get(id) ?? [] : undefined, ({ name }) =>
      name.toLocaleLowerCase().includes(wanted),
    );
  }, [agents, work, by, words]);
  const drawn = useVirtualizer({ count: lines.length, getScrollElement: () => place.current, estimateSize: () => LINE_PX, overscan: 8 });
  const heading = (key: string) =>
    by === 'state' ? t(`wall.states.${key}` as 'wall.states.online') : key === NO_GROUP ? t('wall.noGroup') : names.group(key);
  return (
    <Panel
      title={t('wall.agents', { count: agents.length })}
      actions={
        <>
          <TextField
            label={t('wall.findAgent')}
            hideLabel
            placeholder={t('wall.findAgent')}
            type="search"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <SelectField label={t('wall.groupedBy')} hideLabel value={by} onChange={(event) => setBy(event.target.value as 'state')}>
            <option value="state">{t('wall.byState')}</option>
            <option value="group">{t('wall.byGroup')}</option>
          </SelectField>
        </>
      }
    >
      <div
        ref={place}
        className={css['place']}
        role="table"
        aria-label={t('wall.agents', { count: agents.length })}
        aria-rowcount={lines.length + 1}
        tabIndex={0}
      >
        <div role="rowgroup" className={css['head']}>
          <div role="row" className={css['line']} aria-rowindex={1}>
            <span role="columnheader">{t('wall.columns.agent')}</span>
            <span role="columnheader">{t('wall.columns.state')}</span>
            {(['open', 'answered', 'solved'] as const).map((key) => (
              <span key={key} role="columnheader" className={css['number']}>
                {t(`wall.columns.${key}`)}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={css['all']} style={{ height: drawn.getTotalSize() }}>
          {drawn.getVirtualItems().map(({ index, start }) => {
            const line = lines[index]!;
            const where = { 'aria-rowindex': index + 2, style: { transform: `translateY(${start}px)` } };
            return line.kind === 'heading' ? (
              <div role="row" key={line.key} className={css['heading']} {...where}>
                <span role="cell" aria-colspan={5}>
                  {heading(line.key)}{' '}
                  <span className="quiet">{t('wall.there', { online: format.number(line.online), count: line.count })}</span>
                </span>
              </div>
            ) : (
              <div role="row" key={line.key} className={`${css['line']} ${css['agent']}`} {...where}>
                <span role="cell" className={css['name']}>
                  {line.agent.name}
                </span>
                <span role="cell">
                  <Badge tone={TONES[line.agent.state] ?? 'plain'}>{t(`wall.states.${line.agent.state}` as 'wall.states.online')}</Badge>
                </span>
                {([line.agent.open, line.agent.answeredToday, line.agent.solvedToday] as const).map((value, column) => (
                  <span role="cell" key={column} className={css['number']}>
                    {format.number(value)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </Panel>
  );
}
