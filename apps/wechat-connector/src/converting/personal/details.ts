import type { Media } from '#contracts';
import type { PuppetLocation } from './location.js';

/** What stands beside a message and must be asked for; each null where the service does not tell. */
export interface MessageDetails {
  readonly media: Media | null;
  /** Why the bytes are not ours, for people. */
  readonly mediaProblem: string | null;
  readonly location: PuppetLocation | null;
  readonly link: { readonly url: string; readonly title: string; readonly description: string } | null;
  readonly miniProgram: Readonly<Record<string, string>> | null;
  readonly card: { readonly contactId: string; readonly name: string | null } | null;
}

export const NO_DETAILS: MessageDetails = {
  media: null,
  mediaProblem: null,
  location: null,
  link: null,
  miniProgram: null,
  card: null,
};
