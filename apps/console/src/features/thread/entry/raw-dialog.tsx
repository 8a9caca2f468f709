import { ApiProblem, Dialog, Icon, Shown, useFormat } from '#page-kit';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../entry.js';
import files from './attachments.module.css';
import css from './entry.module.css';

const SHOWN = 200_000;

/** The exact bytes an entry was made of, as text; whole by download. */
export function RawDialog({ entry, onClose }: { readonly entry: Entry; readonly onClose: () => void }) {
  const { t } = useTranslation('thread');
  const format = useFormat();
  const href = `/api/v1/entries/${entry.id}/raw`;
  const asked = useQuery({
    queryKey: ['raw', entry.id],
    queryFn: async ({ signal }) => {
      const answer = await fetch(href, { signal });
      if (!answer.ok) throw new ApiProblem(answer.status, 'raw', (await answer.json().catch(() => ({}))) as Record<string, unknown>);
      return (await answer.text()).slice(0, SHOWN);
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      look="wide"
      title={t('raw')}
      about={entry.raw === null ? undefined : `${entry.raw.contentType} · ${format.bytes(entry.raw.bytes)}`}
      actions={
        <a href={href} download className={files['file']}>
          <Icon name="download" />
          {t('download')}
        </a>
      }
    >
      <Shown of={asked}>
        {(text) => (
          <pre className={css['raw']} tabIndex={0} role="region" aria-label={t('raw')}>
            {text}
          </pre>
        )}
      </Shown>
    </Dialog>
  );
}
