import { Icon, IconButton, TextField, explainProblem, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './attachments.module.css';
import { limitOf, type Attachment, type ReplyChannel } from './attachment.js';
import type { Attachments } from './use-attachments.js';

/** What goes along, how far it is, and what is wrong with it. */
export function AttachmentList({ attachments, channel }: { readonly attachments: Attachments; readonly channel: ReplyChannel | null }) {
  const { t } = useTranslation('answer');
  if (attachments.list.length === 0) return null;
  return (
    <ul className={css['list']} aria-label={t('attachments')}>
      {attachments.list.map((each) => (
        <li key={each.id} className={css['file']}>
          <OneAttachment {...{ each, attachments, channel }} />
        </li>
      ))}
    </ul>
  );
}

function OneAttachment({
  each,
  attachments,
  channel,
}: {
  readonly each: Attachment;
  readonly attachments: Attachments;
  readonly channel: ReplyChannel | null;
}) {
  const { t } = useTranslation('answer');
  const { t: kit } = useTranslation('kit');
  const format = useFormat();
  const most = limitOf(each.type, channel);
  const isUploading = each.ref === null && each.error === null;
  const fault =
    each.error !== null
      ? explainProblem(each.error, kit).title
      : most !== null && each.bytes > most
        ? t('tooLarge', { most: format.bytes(most) })
        : null;
  return (
    <>
      <div className={css['row']}>
        <Icon name={each.type.startsWith('image/') ? 'image' : 'attach'} size={16} />
        <span className={css['name']}>{each.name}</span>
        <span className="quiet small">{isUploading ? format.share(each.progress) : format.bytes(each.bytes)}</span>
        <IconButton
          small
          icon="close"
          label={isUploading ? t('cancelUpload', { name: each.name }) : t('removeFile', { name: each.name })}
          onClick={() => attachments.remove(each.id)}
        />
      </div>
      {isUploading && (
        <progress className={css['progress']} value={each.progress} max={1} aria-label={t('uploading', { name: each.name })} />
      )}
      {fault !== null && (
        <p className={css['fault']} role="alert">
          {fault}
        </p>
      )}
      {each.asksName && (
        <TextField
          label={t('nameSaysNothing', { name: each.name })}
          hint={t('nameHint')}
          autoFocus
          defaultValue=""
          placeholder={each.name}
          onChange={(event) => attachments.rename(each.id, withEnding(event.target.value.trim(), each.name))}
        />
      )}
    </>
  );
}

/** What is asked is what it shows; its kind stays as it is. */
function withEnding(name: string, before: string): string {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(before)?.[0] ?? '';
  return name === '' || name.toLowerCase().endsWith(ending.toLowerCase()) ? name || before : name + ending;
}
