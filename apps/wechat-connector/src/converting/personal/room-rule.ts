import type { RoomRule } from '../../personal.config.js';

/** What decides whether a message of a room is for us. */
export interface RoomMessage {
  readonly rule: RoomRule;
  readonly mentionsUs: boolean;
  readonly answersUs: boolean;
  /** Ids and remarks of the members that the operator listed. */
  readonly members: ReadonlySet<string>;
  readonly talkerId: string | null;
  /** The remark that the account gave; a name that somebody gave himself proves nothing. */
  readonly remark: string | null;
  readonly friend: boolean;
}

/** Does it become a ticket (D3.7)? Who mentions or quotes us means us; an identified member is one listed or a friend of the account. */
export function isForUs({ rule, mentionsUs, answersUs, members, talkerId, remark, friend }: RoomMessage): boolean {
  if (rule === 'all') return true;
  if (rule === 'none') return false;
  if (mentionsUs || answersUs) return true;
  if (rule === 'mentions') return false;
  return friend || (talkerId !== null && members.has(talkerId)) || (remark !== null && members.has(remark));
}

/** WeChat ends a mention with a narrow space, or with the text. */
export function mentions(text: string, names: readonly string[]): boolean {
  return names.some((name) => {
    for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
      const behind = text.charAt(at + 1 + name.length);
      if (behind === '' || /[\s\u2005]/.test(behind)) return true;
    }
    return false;
  });
}
