import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { isOffered, showDoors, type Visitor } from './judge-access.js';
import { VisitorReader } from './visitor-reader.js';

/** Ways to reach the desk and who they are for, shown beforehand. */
@Injectable()
export class DoorList {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly visitors: VisitorReader,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  /** As a visitor sees them: numbers and addresses that are for others are not there. */
  forVisitor(visitor: Visitor, language?: string) {
    return this.list(visitor, language);
  }

  /** Of these request types the ones that are for him. */
  offered<T extends { readonly key: string }>(visitor: Visitor, types: readonly T[]): T[] {
    const { access } = this.profiles.current().desk;
    return types.filter(({ key }) => isOffered(access, visitor, key));
  }

  /** Throws `PermanentError` (`contact_unknown`). */
  async forContact(id: string, language?: string) {
    const visitor = isUuid(id) ? await this.visitors.readContact(this.database.sql, id) : null;
    if (visitor === null) throw new PermanentError(`there is no contact ${id}`, { code: 'contact_unknown' });
    return this.list(visitor, language);
  }

  private list(visitor: Visitor, language: string | undefined) {
    const { desk } = this.profiles.current();
    const say = (texts: LocalisedText) => pickText(texts, language, desk.languages[0]);
    const items = showDoors(desk.doors, desk.access, visitor).map(({ key, door, entitled, addressShown, rules, missing }) => ({
      key,
      name: say(door.name),
      channel: door.channel,
      address: addressShown ? (door.address ?? null) : null,
      purpose: door.purpose === undefined ? null : say(door.purpose),
      open: entitled,
      missing,
      conditions: rules.map((rule) => say(desk.access[rule]!.explain)),
    }));
    const services = Object.entries(desk.access)
      .filter(([, { requestTypes }]) => requestTypes.length > 0)
      .map(([key, { name, explain, requestTypes }]) => ({ key, name: say(name), explain: say(explain), requestTypes }));
    return { items, services };
  }
}
