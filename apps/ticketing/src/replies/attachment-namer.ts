import { Inject, Injectable } from '@nestjs/common';
import type { MessagePart } from '#contracts';
import { PermanentError, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Actor } from '../tickets/actor.js';
import { nameAttachments } from './attachment-names.js';

/** Calls what is sent as the desk wants it, and asks where a name says nothing. */
@Injectable()
export class AttachmentNamer {
  constructor(
    private readonly profiles: DeskProfiles,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** What no agent attached keeps its names. Throws `PermanentError` (`attachment_unnamed`, fields.attachments). */
  apply(parts: readonly MessagePart[], ticketNumber: string, actor: Actor, now: Date): readonly MessagePart[] {
    const { attachments } = this.profiles.current().desk;
    const { timeZone } = this.settings.deskSettings;
    const named = nameAttachments(parts, attachments, { ticketNumber, agentName: actor.displayName ?? null, now, timeZone });
    if (actor.kind !== 'agent' || named.unnamed.length === 0) return named.parts;
    const files = named.unnamed.map(({ fileName }) => fileName ?? 'a file without a name').join(', ');
    throw new PermanentError(`what is in ${files}? The name says nothing`, {
      code: 'attachment_unnamed',
      hint: 'give media.fileName a name that says what it shows, such as gateway-log.txt; the desk adds number and date',
      fields: { attachments: named.unnamed },
    });
  }
}
