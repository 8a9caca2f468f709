import { Button, PageFrame, Shown, Tabs } from '#page-kit';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { ApplyBar } from './apply-bar.js';
import { DeskForms } from './desk-forms.js';
import css from './desk.module.css';
import { FaultList } from './fault-list.js';
import { type DeskDraft, useDeskDraft } from './use-desk-draft.js';
import { Versions } from './versions.js';
import { type EditorHandle, YamlEditor } from './yaml-editor.js';

/** How the desk works: one document, changed as text or by forms, checked while it is written, applied with a look at what it changes. */
export function DeskPage() {
  const { t } = useTranslation('desk');
  const [, go] = useLocation();
  const { draft, asked } = useDeskDraft();
  return (
    <PageFrame
      title={t('title')}
      about={t('about')}
      actions={
        <Button icon="replay" onClick={() => go('/desk/rehearsal')}>
          {t('toRehearsal')}
        </Button>
      }
    >
      {draft === null ? <Shown of={asked}>{() => null}</Shown> : <DeskEditing draft={draft} />}
    </PageFrame>
  );
}

function DeskEditing({ draft }: { readonly draft: DeskDraft }) {
  const { t } = useTranslation('desk');
  const editor = useRef<EditorHandle>(null);
  const [tab, setTab] = useState('forms');
  const jump = (line: number) => {
    setTab('yaml');
    // The field is there after the next paint.
    setTimeout(() => editor.current?.jump(line), 50);
  };
  const faultyLines = new Set(draft.faults.flatMap(({ line }) => (line === null ? [] : [line])));
  return (
    <>
      <ApplyBar draft={draft} />
      <FaultList faults={draft.faults} onJump={jump} />
      <Tabs
        label={t('title')}
        value={tab}
        onChange={setTab}
        tabs={[
          { key: 'forms', label: t('forms'), content: <DeskForms draft={draft} /> },
          {
            key: 'yaml',
            label: t('yaml'),
            content: (
              <div className={css['list']}>
                <YamlEditor ref={editor} text={draft.text} onChange={draft.setText} faultyLines={faultyLines} />
                <p className="quiet small">{t('comments')}</p>
              </div>
            ),
          },
          { key: 'versions', label: t('versions'), content: <Versions draft={draft} onRestored={() => setTab('yaml')} /> },
        ]}
      />
    </>
  );
}
