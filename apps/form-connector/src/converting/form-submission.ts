import { toHandling, type Wishes } from './handling.js';
import type { ConversationKey, InboxRef, Media, Sender } from '#contracts';
import { toKey, toPersonKey, toPrint, toReceipt, toRemoteId } from '../form.ids.js';
import type { CheckedForm } from './check-fields.js';
import { say, type Language, type Wording } from './form-template.js';
import { toReplyTo } from './reach-sender.js';
import { toFormText, toShownFields } from './form-text.js';
import type { PartInput, Submission } from './to-inbound-message.js';

export interface FilledForm {
  readonly inbox: InboxRef;
  readonly nonce: string;
  readonly language: Language;
  readonly category: { readonly value: string; readonly label: Wording } | null;
  readonly checked: CheckedForm;
  readonly files: readonly Media[];
  readonly sender: Sender;
  readonly subjectField: string;
  readonly referenceField?: string | undefined;
  readonly at: Date;
  readonly wishes: Wishes;
  readonly subjectMark?: Wording;
}

const WORDS = { zh: { category: '类别', receipt: '回执号' }, en: { category: 'Category', receipt: 'Receipt' } };

/** What the form says, so that the same sent twice is known. */
export function printForm({ values, files }: { values: ReadonlyMap<string, readonly string[]>; files: readonly Media[] }): string {
  const said = [...values].filter(([name]) => !VOLATILE.has(name)).flatMap(([name, all]) => [name, ...all]);
  return toPrint(...said, ...files.map(({ sha256, fileName }) => `${sha256 ?? ''} ${fileName ?? ''}`));
}

/** Of the page, not of what the person says. */
const VOLATILE: ReadonlySet<string> = new Set(['token', 'proof', 'website', 'lang', 'user_token']);

/** One well-formed message: a `form` part with all fields, the files, and a text to read. */
export function toFormSubmission(
  form: FilledForm,
  print: string,
  toPartType: (type: string) => 'image' | 'audio' | 'video' | 'file',
): Submission {
  const { inbox, language, category, checked, files, sender } = form;
  const remoteId = toRemoteId(inbox.id, form.nonce);
  const words = WORDS[language];
  const colon = language === 'zh' ? '：' : ': ';
  const head = category === null ? '' : `${words.category}${colon}${say(category.label, language)}\n\n`;
  const receipt = `${words.receipt}${colon}${toReceipt(toKey(inbox, remoteId, print).id)}`;
  const text = `${head}${toFormText(checked.filled, language)}\n\n${receipt}`;
  const fields = toShownFields(checked.filled, language);
  const parts: PartInput[] = [
    {
      partId: '1',
      type: 'form',
      formId: inbox.id,
      fields: category === null ? fields : [{ name: 'category', label: words.category, value: category.value }, ...fields],
      fallback: text,
    },
    ...files.map((media, index): PartInput => ({
      partId: String(index + 2),
      type: toPartType(media.detectedType ?? ''),
      media,
      fallback: `[${media.fileName ?? 'file'}]`,
    })),
  ];
  const named = checked.filled.find(({ field }) => field.name === form.subjectField);
  const reference = checked.filled.find(({ field }) => field.name === form.referenceField);
  const mark = form.subjectMark === undefined ? '' : `${say(form.subjectMark, language)} `;
  const subject = named === undefined ? '' : String(named.value).split('\n', 1)[0]!;
  return {
    remoteId,
    print,
    conversation: { key: toPersonKey(inbox.id, sender.identities[0]!) as ConversationKey, continues: false, kind: 'form' },
    sender,
    ...toReplyTo(sender),
    subject: `${mark}${subject}`,
    text: [text, ...files.map((media) => `[${media.fileName ?? 'file'}]`)].join('\n'),
    parts,
    occurredAt: form.at,
    mayAutoReply: true,
    flags: files.some(liesAboutType) ? { doubts: ['attachment_type_differs'] } : {},
    handling: toHandling({ ...form.wishes, ...toReference(reference?.value) }, category?.value, sender),
  };
}

function toReference(value: unknown): Pick<Wishes, 'reference'> {
  const reference = typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, 100) : '';
  return reference === '' ? {} : { reference };
}

/** A browser that does not know a type says nothing of it: that is no lie, nor is text by another name. */
function liesAboutType({ declaredType = '', detectedType = '' }: Media): boolean {
  const [declared, detected] = [declaredType, detectedType].map((type) => type.split(';', 1)[0]!.trim().toLowerCase()) as [string, string];
  if (declared === '' || declared === 'application/octet-stream' || detected === 'application/octet-stream') return false;
  const shown = /^(?:image|audio|video|text)\//;
  const [kind, real] = [declared.split('/', 1)[0], detected.split('/', 1)[0]];
  return declared !== detected && kind !== real && (shown.test(declared) || detected === 'application/x-msdownload');
}
