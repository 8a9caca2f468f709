import { type Answer, Badge, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../session/session.js';
import { useDeskWords } from '../../../shell/desk-names.js';
import type { Ticket } from '../entry.js';
import { type Fact, FactList, Section } from '../side/section.js';
import { ArchiveForm } from './archive-form.js';

export type ClosingOf = Answer<'GET /tickets/{id}/closing'>;
const STATES = ['asked', 'solved', 'not_solved', 'more', 'unclear', 'silent', 'not_asked', 'withdrawn'] as const;
const TONES = { solved: 'good', silent: 'good', not_asked: 'good', not_solved: 'bad' } as const;

/** How it ends: what the customer said of it, what its archive holds and lacks, who is rung again. Nothing where the desk asks for none of it. */
export function Closing({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const words = useDeskWords();
  const { may } = useSession();
  const { data } = useAsked('GET /tickets/{id}/closing', { path: { id: ticket.id } });
  if (data === undefined || !isShown(data)) return null;
  const state = STATES.find((each) => each === data.state);
  const { archive, missing, followUps } = data;
  const lacks = [...missing.parts.map((part) => t(`archive.${part as 'process'}`)), ...missing.fields.map(words.field)];
  const facts: readonly (Fact | false)[] = [
    data.answer !== null && { name: t('closing.said'), value: data.answer },
    archive.archivedAt !== null && { name: t('closing.archived'), value: format.time(archive.archivedAt) },
    lacks.length > 0 && archive.archivedAt === null && { name: t('closing.lacks'), value: format.list(lacks) },
    ...followUps.map(({ dueAt, doneAt, outcome }) => ({
      name: t('closing.followUp'),
      value: doneAt === null ? t('closing.due', { when: format.time(dueAt) }) : [format.time(doneAt), outcome].filter(Boolean).join(' · '),
    })),
  ];
  return (
    <Section
      title={t('closing.title')}
      action={
        state !== undefined && <Badge tone={state in TONES ? TONES[state as 'solved'] : 'plain'}>{t(`closing.states.${state}`)}</Badge>
      }
    >
      <FactList facts={facts.filter((fact) => fact !== false)} />
      {may('tickets:write') && <ArchiveForm key={archive.lastEdit ?? ''} ticket={ticket} closing={data} />}
    </Section>
  );
}

function isShown({ state, archive, missing, followUps }: ClosingOf): boolean {
  const { process, solution, feedback, article } = archive;
  return (
    [state, process, solution, feedback, article].some((each) => each !== null) ||
    missing.parts.length + missing.fields.length + followUps.length > 0
  );
}
