import { stripBlanks } from './blanks.js';
import type { PuppetMessage } from './puppet-message.js';
import { elementOf, isXml } from './xml-fields.js';

/** Id of the message that its sender took back; null where the puppet does not tell which. */
export function readRecalledId({ type, text }: PuppetMessage): string | null {
  if (isXml(text)) {
    if (type !== 'Recalled' && !/<sysmsg[^>]*type=["']revokemsg["']/.test(text.slice(0, 2_000))) return null;
    return elementOf(text, 'newmsgid') ?? elementOf(text, 'msgid');
  }
  // Puppets after wechaty's own word hand over the id alone; words in any language have blanks or no digit.
  const id = stripBlanks(text);
  return type === 'Recalled' && /^[\w@.-]{6,200}$/.test(id) && /\d/.test(id) ? id : null;
}
