import type { Handling, Sender } from '#contracts';

/** What an inbox asks of the desk, by its kind and its settings. `proof`: the mail address that is named must be proved. `category` stands before one that is chosen. */
export type Wishes = Omit<Handling, 'proof'> & { readonly proof?: 'mail' };

export function toHandling({ proof, ...wishes }: Wishes, chosen: string | null | undefined, sender: Sender): Handling | undefined {
  const mail = proof === undefined ? undefined : sender.identities.find(({ scheme }) => scheme === 'email');
  const handling: Handling = {
    ...(chosen === null || chosen === undefined || chosen === '' ? {} : { category: chosen.slice(0, 200) }),
    ...wishes,
    ...(mail === undefined ? {} : { proof: { scheme: mail.scheme, value: mail.value } }),
  };
  return Object.keys(handling).length === 0 ? undefined : handling;
}

const URGENT = /^(?:critical|emergency|fatal|disaster|p1|page)$/i;
const HIGH = /^(?:error|major|high|p2)$/i;

/** How urgent an alarm of this severity is; monitors agree on the words, not on their number. */
export function priorityOf(severity: string | null): Handling['priority'] {
  if (severity === null) return undefined;
  return URGENT.test(severity) ? 'urgent' : HIGH.test(severity) ? 'high' : undefined;
}
