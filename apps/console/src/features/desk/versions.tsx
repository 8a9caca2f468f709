import { Button, type Column, Dialog, Empty, type ItemOf, Shown, Table, useAsked, useFormat } from '#page-kit';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loadYaml, writeDesk } from './desk-text.js';
import css from './desk.module.css';
import type { DeskDraft } from './use-desk-draft.js';

type Version = ItemOf<'GET /desk/versions'>;

/** Every desk that was in force; an old one is taken into the draft, and comes in force as any change does. */
export function Versions({ draft, onRestored }: { readonly draft: DeskDraft; readonly onRestored: () => void }) {
  const { t } = useTranslation('desk');
  const format = useFormat();
  const versions = useAsked('GET /desk/versions', undefined);
  const [shown, show] = useState<number | null>(null);
  const columns: readonly Column<Version>[] = [
    { key: 'version', head: t('versionHead'), cell: ({ version }) => format.number(version), number: true },
    { key: 'at', head: t('appliedAt'), cell: ({ appliedAt }) => <time dateTime={appliedAt}>{format.exact(appliedAt)}</time> },
    {
      key: 'who',
      head: t('who'),
      cell: ({ actor, source }) => [actor.displayName, t(`sources.${source as 'api'}`)].filter(Boolean).join(' · '),
    },
    { key: 'note', head: t('note'), cell: ({ note }) => note },
    {
      key: 'show',
      head: t('do'),
      cell: ({ version }) => (
        <Button small aria-label={`${t('show')} ${version}`} onClick={() => show(version)}>
          {t('show')}
        </Button>
      ),
    },
  ];
  return (
    <Shown of={versions}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="clock" title={t('noVersions')} about={t('noVersionsAbout')} />
        ) : (
          <>
            <Table caption={t('versions')} columns={columns} rows={items} keyOf={({ version }) => String(version)} />
            {shown !== null && (
              <VersionDialog
                version={shown}
                onClose={() => show(null)}
                onRestore={(text) => {
                  draft.restart(text);
                  show(null);
                  onRestored();
                }}
              />
            )}
          </>
        )
      }
    </Shown>
  );
}

function VersionDialog({
  version,
  onClose,
  onRestore,
}: {
  readonly version: number;
  readonly onClose: () => void;
  readonly onRestore: (text: string) => void;
}) {
  const { t } = useTranslation('desk');
  const asked = useAsked('GET /desk/versions/{version}', { path: { version: String(version) } });
  const [text, setText] = useState('');
  useEffect(() => {
    if (asked.data) void loadYaml().then((yaml) => setText(writeDesk(yaml, asked.data.desk)));
  }, [asked.data]);
  return (
    <Dialog
      open
      onClose={onClose}
      look="wide"
      title={t('version', { version })}
      about={t('restoreAbout')}
      actions={
        <Button look="primary" disabled={text === ''} onClick={() => onRestore(text)}>
          {t('restore')}
        </Button>
      }
    >
      <Shown of={asked}>
        {() => (
          <pre className={css['text']} tabIndex={0} role="region" aria-label={t('yaml')}>
            {text}
          </pre>
        )}
      </Shown>
    </Dialog>
  );
}
