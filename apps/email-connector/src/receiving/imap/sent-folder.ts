import type { ImapFlow } from 'imapflow';
import { ConfigurationError } from '#runtime';

/** Path of the folder that the server marks as \Sent (RFC 6154), or that is named so in one of many languages. */
export async function findSentFolder(client: ImapFlow, others: readonly string[]): Promise<string> {
  const found = (await client.list()).find(({ specialUse, flags }) => specialUse === '\\Sent' && !flags.has('\\Noselect'));
  if (found === undefined)
    throw new ConfigurationError('the server marks no folder as \\Sent', {
      code: 'no_sent_folder',
      hint: 'name it in imap.sentFolder of the inbox, e.g. sentFolder: Sent Items',
    });
  if (others.includes(found.path))
    throw new ConfigurationError(`folder ${found.path} is read as incoming mail and as sent mail`, {
      code: 'sent_folder_twice',
      hint: 'take it out of imap.folders of the inbox',
    });
  return found.path;
}
