import { TextField, explainProblem, useAsked, useDoing } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './calls.module.css';

const KNOWN = ['caller', 'company', 'phone', 'account', 'problem', 'steps'] as const;

/** Who he is and what he says, kept on the ticket as each field is left. */
export function CallPoints({ ticketId, keys }: { readonly ticketId: string; readonly keys: readonly string[] }) {
  const { t } = useTranslation('calls');
  const { t: kit } = useTranslation('kit');
  const ticket = useAsked('GET /tickets/{id}', { path: { id: ticketId } });
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [kept, setKept] = useState<Readonly<Record<string, string>>>({});
  const keep = useDoing('POST /tickets/{id}/call-points', {
    tellsFailure: true,
    changes: ['GET /tickets/{id}', 'GET /contacts/{id}'],
    onDone: ({ points }) => setKept(points),
  });
  const before = (key: string) => kept[key] ?? String((ticket.data?.fields as Record<string, unknown> | undefined)?.[`call_${key}`] ?? '');
  const leave = (key: string) => {
    const value = (typed[key] ?? before(key)).trim();
    if (value === before(key)) return;
    keep.mutate({ path: { id: ticketId }, body: { points: { [key]: value === '' ? null : value } } });
  };
  const fault = keep.error === null ? null : explainProblem(keep.error, kit);
  return (
    <div className={css['points']}>
      {keys.map((key) => {
        const known = KNOWN.find((each) => each === key);
        return (
          <TextField
            key={key}
            label={known === undefined ? key : t(`points.${known}`)}
            maxLength={5000}
            value={typed[key] ?? before(key)}
            error={fault !== null && keep.variables?.body.points[key] !== undefined ? `${fault.title} ${fault.about ?? ''}` : null}
            onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
            onBlur={() => leave(key)}
          />
        );
      })}
      <span className="quiet small" role="status">
        {keep.isPending ? t('keeping') : keep.isSuccess ? t('kept') : ''}
      </span>
    </div>
  );
}
