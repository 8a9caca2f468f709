import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { pickText } from '../desk/schema/texts.js';

/** How tickets came, in the words of the desk. */
@Injectable()
export class OriginNames {
  constructor(private readonly profiles: DeskProfiles) {}

  /** Name of the desk's channel that the inbox or the medium is, else of the inbox, else the word for the medium itself. */
  nameOf(origin: { readonly inboxId: string | null; readonly inboxName: string | null; readonly medium: string | null }): string | null {
    const { inboxId, inboxName, medium } = origin;
    const { channels, languages } = this.profiles.current().desk;
    const known = Object.values(channels);
    const byInbox = known.find(({ inboxes }) => inboxId !== null && inboxes.includes(inboxId));
    const channel = byInbox ?? known.find(({ media }) => medium !== null && media.includes(medium));
    return channel === undefined ? (inboxName ?? medium) : pickText(channel.name, languages[0]);
  }
}
