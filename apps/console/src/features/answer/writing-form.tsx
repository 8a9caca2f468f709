import { IconButton, Menu, Notice, Button, useShortcuts, type Answer } from '#page-kit';
import { useEffect, useId, useRef, useState, type DragEvent, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import css from './answer.module.css';
import { AttachmentList } from './attachments/attachment-list.js';
import { takesFiles } from './attachments/attachment.js';
import { ChannelChoice } from './channel/channel-choice.js';
import { TextCount } from './channel/channel-limits.js';
import { DraftState, ElsewhereNotice } from './drafting/draft-state.js';
import { ObstacleNotice } from './sending/obstacle-notice.js';
import { PreviewLine } from './sending/preview-line.js';
import { usePreview } from './sending/use-preview.js';
import { useTyping } from './sending/use-typing.js';
import { Tools, type Tool } from './tools/tools.js';
import type { Composer } from './use-composer.js';
import { useSubmit } from './use-submit.js';
import { applyEdit } from '../../writing/apply-edit.js';
import { Editor } from './writing/editor.js';
import { MentionList, toMention, useMentioned } from './writing/mentions.js';

interface WritingFormProps {
  readonly ticket: Answer<'GET /tickets/{id}'>;
  readonly composer: Composer;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly isNote: boolean;
}

/** An answer or a note: the text with its tools, what goes along, what becomes of it, and the buttons that send it. */
export function WritingForm({ ticket, composer, field, isNote }: WritingFormProps) {
  const { t } = useTranslation('answer');
  const { t: shell } = useTranslation('shell');
  const { text, attachments, channel, channels, ways, draft } = composer;
  const id = useId();
  const [tool, openTool] = useState<Tool | null>(null);
  const [refused, refuse] = useState<string | null>(null);
  const [caret, setCaret] = useState(0);
  const [named, setNamed] = useState(0);
  const toInsert = useRef<string | null>(null);
  const typing = useTyping(ticket.id, isNote ? undefined : channel?.inboxId);
  const preview = usePreview(ticket.id, isNote ? '' : text, isNote ? [] : attachments.list, channel);
  const { submit, send, sending, isBusy, isEmpty, told } = useSubmit({ ticket, composer, isNote, field });
  const mentioned = useMentioned(text, caret, isNote);

  const write = (next: string) => {
    composer.setText(next);
    setCaret(field.current?.selectionStart ?? next.length);
    setNamed(0);
    if (!isNote && next !== '') typing.typed();
  };
  const addFiles = (files: readonly File[]) => {
    const isFit = !isNote && takesFiles(channel);
    refuse(isFit ? null : isNote ? t('noFilesInNotes') : t('noFilesHere'));
    if (isFit) composer.addFiles(files);
  };
  useEffect(() => {
    if (tool !== null || toInsert.current === null) return;
    const words = toInsert.current;
    // A dialog holds the focus while it is there, and gives it back a moment after.
    const timer = setTimeout(() => {
      toInsert.current = null;
      const area = field.current;
      if (area === null) return;
      const { selectionStart: from, selectionEnd: to } = area;
      applyEdit(area, { from, to, insert: words, select: [from + words.length, from + words.length] });
    });
    return () => clearTimeout(timer);
  }, [tool, field]);
  const mention = (name: string) => {
    const from = caret - mentioned!.begun.length - 1;
    applyEdit(field.current!, {
      from,
      to: caret,
      insert: toMention(name),
      select: [from + toMention(name).length, from + toMention(name).length],
    });
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const mod = event.ctrlKey || event.metaKey;
    if (mentioned !== null) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setNamed((named + step + mentioned.names.length) % mentioned.names.length);
      else if ((event.key === 'Enter' && !mod) || event.key === 'Tab') mention(mentioned.names[named]!);
      else if (event.key !== 'Escape') return false;
      else setCaret(0);
      return true;
    }
    if (mod && event.key === 'Enter') submit(event.shiftKey ? 'solved' : undefined);
    else if (mod && event.key.toLowerCase() === 'k') openTool('macros');
    else if (event.key === 'Escape') field.current?.blur();
    else return false;
    return true;
  };
  const isInside = () => document.activeElement?.closest('[data-writing]') !== null;
  const group = shell('keysGroups.answer');
  useShortcuts([
    { keys: 'mod+Enter', label: t('keys.send'), group, inFields: true, run: () => isInside() && submit() },
    { keys: 'mod+shift+Enter', label: t('keys.sendAndSolve'), group, inFields: true, run: () => isInside() && submit('solved') },
    { keys: 'mod+k', label: t('keys.macros'), group, inFields: true, run: () => openTool('macros') },
    { keys: 'mod+b', label: t('bold'), group, run: () => field.current?.focus() },
  ]);
  const drop = (event: DragEvent) => {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    addFiles([...event.dataTransfer.files]);
  };
  return (
    <div className={css['writing']} data-writing onDrop={drop} onDragOver={(event) => event.preventDefault()}>
      {!isNote && channel !== null && (
        <ChannelChoice
          channels={ways}
          chosen={channel}
          onChoose={composer.choose}
          receivers={composer.receivers}
          onReceivers={composer.setReceivers}
        />
      )}
      {!isNote && channel === null && channels.isSuccess && <Notice tone="warn">{t('noWay')}</Notice>}
      {draft.elsewhere !== null && (
        <ElsewhereNotice
          draft={draft.elsewhere}
          onTake={() => {
            composer.takeDraft(draft.elsewhere!);
            draft.settle();
          }}
          onKeep={draft.settle}
        />
      )}
      <Editor
        field={field}
        label={isNote ? t('modes.note') : t('modes.answer')}
        placeholder={isNote ? t('noteHere') : t('answerHere')}
        text={text}
        describedBy={`${id}-state`}
        onText={write}
        onFiles={addFiles}
        onKey={onKey}
        onLeave={() => {
          draft.keepNow();
          typing.stopped();
        }}
        tools={
          <Tools
            {...{
              ticket,
              tool,
              openTool,
              isNote,
              takesFiles: takesFiles(channel),
              onFiles: addFiles,
              onInsert: (words: string) => (toInsert.current = words),
            }}
          />
        }
        mentions={mentioned !== null && <MentionList names={mentioned.names} chosen={named} onPick={mention} />}
      />
      {!isNote && <AttachmentList attachments={attachments} channel={channel} />}
      {(refused !== null || told !== null) && (
        <p className={css['refused']} role="alert">
          {refused ?? t(`hindrances.${told!}`)}
        </p>
      )}
      {!isNote && sending.obstacle === null && <PreviewLine preview={preview} attachments={attachments.list} />}
      {!isNote && sending.obstacle !== null && channel !== null && (
        <ObstacleNotice
          obstacle={sending.obstacle}
          channels={ways}
          chosen={channel}
          onSend={send}
          onClear={() => (sending.clear(), field.current?.focus())}
        />
      )}
      <div className={css['foot']}>
        <span id={`${id}-state`} className={css['state']}>
          <DraftState savedAt={draft.savedAt} isUnsaved={draft.isUnsaved} isRestored={composer.isRestored} />
          {!isNote && <TextCount text={text} channel={channel} />}
        </span>
        <span className={css['send']}>
          <Button look="primary" icon={isNote ? 'note' : 'send'} disabled={isEmpty} busy={isBusy} onClick={() => submit()}>
            {isNote ? t('keepNote') : t('send')}
          </Button>
          {!isNote && (
            <Menu
              trigger={<IconButton look="primary" icon="up" label={t('sendMore')} disabled={isEmpty} />}
              groups={[
                [
                  { key: 'pending', label: t('sendPending'), icon: 'clock', onSelect: () => submit('pending') },
                  { key: 'solved', label: t('sendSolved'), icon: 'check', onSelect: () => submit('solved') },
                ],
              ]}
            />
          )}
        </span>
      </div>
    </div>
  );
}
