import type { ReplyRequested } from '#contracts';
import type { Settings } from '#runtime';

type SignatureSettings = Settings['replies']['signature'];

/** Whose answer it is. */
export interface Signer {
  readonly agent: string | null;
  /** Group that the ticket waits in. */
  readonly group: string | null;
  readonly desk: string;
}

/** What stands below an answer: the signature of the ticket's group, else the desk's; undefined where there is none. */
export function signAnswer(
  settings: Pick<Settings['replies'], 'signature' | 'groupSignatures'>,
  signer: Signer,
): ReplyRequested['signature'] {
  const { group } = signer;
  const own = group !== null && Object.hasOwn(settings.groupSignatures, group) ? settings.groupSignatures[group] : undefined;
  const chosen: SignatureSettings = own ?? settings.signature;
  if (chosen?.text === undefined) return undefined;
  const text = fill(chosen.text, signer, (value) => value);
  if (text === '') return undefined;
  return { text, ...(chosen.html === undefined ? {} : { html: fill(chosen.html, signer, escapeHtml) }) };
}

/** A line of which nothing is left but a name that nobody has goes with it. */
function fill(template: string, signer: Signer, write: (value: string) => string): string {
  const values: Readonly<Record<string, string | null>> = { agent: signer.agent, group: signer.group, desk: signer.desk };
  return template
    .split('\n')
    .flatMap((line) => {
      let filled = false;
      const written = line.replace(/\{(agent|group|desk)\}/g, (_whole, name: string) => {
        const value = values[name]?.replace(/\s+/gu, ' ').trim() ?? '';
        filled ||= value !== '';
        return write(value);
      });
      return written !== line && !filled && written.trim() === '' ? [] : [written.trimEnd()];
    })
    .join('\n')
    .trim();
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
