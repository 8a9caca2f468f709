import { IconButton, Menu, type Answer } from '#page-kit';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ArticlesPanel } from './articles-panel.js';
import { CallBackDialog } from './call-back-dialog.js';
import { EscalateDialog } from './escalate-dialog.js';
import { MacroPicker } from './macro-picker.js';
import { TemplatePicker } from './template-picker.js';

export type Tool = 'macros' | 'templates' | 'articles' | 'escalate' | 'callBack';

interface ToolsProps {
  readonly ticket: Answer<'GET /tickets/{id}'>;
  readonly tool: Tool | null;
  readonly openTool: (tool: Tool | null) => void;
  readonly isNote: boolean;
  readonly takesFiles: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onInsert: (text: string) => void;
}

/** What helps with an answer, beside the tools of its text. */
export function Tools({ ticket, tool, openTool, isNote, takesFiles, onFiles, onInsert }: ToolsProps) {
  const { t } = useTranslation('answer');
  const files = useRef<HTMLInputElement>(null);
  const close = () => openTool(null);
  return (
    <>
      {!isNote && (
        <>
          <IconButton
            small
            icon="attach"
            label={takesFiles ? t('attach') : t('noFilesHere')}
            disabled={!takesFiles}
            onClick={() => files.current?.click()}
          />
          <input
            ref={files}
            type="file"
            multiple
            hidden
            aria-label={t('attach')}
            onChange={(event) => {
              onFiles([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
          <IconButton small icon="form" label={t('templates')} onClick={() => openTool('templates')} />
          <IconButton small icon="book" label={t('articles')} onClick={() => openTool('articles')} />
        </>
      )}
      <IconButton small icon="play" label={t('macros')} onClick={() => openTool('macros')} />
      <Menu
        align="start"
        trigger={<IconButton small icon="more" label={t('more')} />}
        groups={[
          [
            { key: 'escalate', label: t('escalate'), icon: 'up', onSelect: () => openTool('escalate') },
            { key: 'callBack', label: t('callBack'), icon: 'phone', onSelect: () => openTool('callBack') },
          ],
        ]}
      />
      {tool === 'macros' && <MacroPicker ticket={ticket} onClose={close} />}
      {tool === 'templates' && <TemplatePicker ticket={ticket} onClose={close} onInsert={onInsert} />}
      {tool === 'articles' && <ArticlesPanel ticket={ticket} onClose={close} onInsert={onInsert} />}
      {tool === 'escalate' && <EscalateDialog ticket={ticket} onClose={close} />}
      {tool === 'callBack' && <CallBackDialog ticket={ticket} onClose={close} />}
    </>
  );
}
