import { Badge, Empty, FilteredList, Icon, type ItemOf, OneOf, useAskedPages, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useDeskWords } from '../../../shell/desk-names.js';
import { useFilter } from '../use-filter.js';
import css from './quality.module.css';

type Measure = ItemOf<'GET /measures'>;

const STATES = ['asked', 'consented', 'refused', 'running', 'ended'] as const;
const TONES = { asked: 'warn', consented: 'good', refused: 'bad', running: 'accent', ended: 'plain' } as const;

/** What was done only with a customer's consent, over all tickets: who agreed and how, when it ran, whether its recording is kept (D2.16, D2.17). */
export function Consents() {
  const { t } = useTranslation('supervising');
  const { measures } = useDeskWords();
  const format = useFormat();
  const [askedState, setState] = useFilter('state');
  const [kind, setKind] = useFilter('kind');
  const state = STATES.find((each) => each === askedState);
  const list = useAskedPages('GET /measures', { query: { ...(state && { state }), ...(kind && { kind }), limit: 50 } });
  const kindOf = (key: string) => measures.find(([each]) => each === key)?.[1];
  return (
    <div className={css['lists']}>
      <p className="quiet">{t('consents.about')}</p>
      <FilteredList
        filters={
          <>
            <OneOf
              label={t('consents.state')}
              value={state ?? ''}
              of={STATES}
              nameOf={(each) => t(`consents.states.${each}`)}
              all={t('consents.allStates')}
              onChange={setState}
            />
            <OneOf
              label={t('consents.kind')}
              value={kind}
              of={measures.map(([key]) => key)}
              nameOf={(key) => kindOf(key)?.name ?? key}
              all={t('consents.allKinds')}
              onChange={setKind}
            />
          </>
        }
        of={list}
        caption={t('consents.title')}
        columns={[
          {
            key: 'ticket',
            head: t('clocks.ticket'),
            cell: ({ ticketId, ticketNumber }) => <Link href={`/tickets/${ticketId}`}>{ticketNumber}</Link>,
          },
          {
            key: 'what',
            head: t('consents.what'),
            cell: ({ kind, what, tool, rights }) => (
              <>
                <div>{what}</div>
                <div className="quiet small">{[kindOf(kind)?.name ?? kind, tool, rights].filter(Boolean).join(' · ')}</div>
              </>
            ),
          },
          {
            key: 'asked',
            head: t('consents.asked'),
            cell: ({ askedAt, askedBy }) => [format.time(askedAt), askedBy.displayName].filter(Boolean).join(' · '),
          },
          {
            key: 'decided',
            head: t('consents.decided'),
            cell: ({ decidedBy, decidedHow, decidedAt }) =>
              decidedAt === null ? '–' : [decidedBy, decidedHow, format.time(decidedAt)].filter(Boolean).join(' · '),
          },
          { key: 'ran', head: t('consents.ran'), cell: (each) => <Ran of={each} /> },
          {
            key: 'state',
            head: t('consents.state'),
            cell: (each) => <Badge tone={TONES[each.state]}>{t(`consents.states.${each.state}`)}</Badge>,
          },
        ]}
        keyOf={({ id }) => id}
        empty={<Empty icon="check" title={t('consents.none')} about={t('consents.noneAbout')} />}
      />
    </div>
  );
}

/** From when until when, and whether a recording is kept of it. */
function Ran({ of: { startedAt, endedAt, recording } }: { readonly of: Measure }) {
  const { t } = useTranslation('supervising');
  const format = useFormat();
  if (startedAt === null) return '–';
  return (
    <>
      <div>
        {format.time(startedAt)} – {endedAt === null ? '…' : format.time(endedAt)}
      </div>
      {recording !== null && (
        <div className="quiet small" title={recording}>
          <Icon name="play" /> {t('consents.recorded')}
        </div>
      )}
    </>
  );
}
