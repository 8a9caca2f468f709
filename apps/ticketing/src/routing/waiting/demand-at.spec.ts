import { describe, expect, it } from '@jest/globals';
import { demandAt } from './demand-at.js';

const desk = {
  groups: {
    chat: {
      overflow: [
        { after: 60, to: 'night' },
        { after: 300, to: 'all' },
      ],
    },
    night: { overflow: [{ after: 600, to: 'far' }] },
  },
  routing: { relaxAfter: 120, namedHold: 30, languages: 'required' as const },
};
const named = [{ agent: 'm', why: 'named' as const }];
const closing = (...closed: string[]) => ({
  isClosed: (group: string) => closed.includes(group),
  changesAt: () => (closed.length > 0 ? 9_000 : null),
});
const at = (now: number, isThere = true, hours = closing()) =>
  demandAt(desk, { group: 'chat', since: 1_000, preferred: named }, () => isThere, hours, 1_000 + now);

describe('what a waiting ticket asks in time', () => {
  it('is held for the manager, overflows and becomes less strict, and says when it changes next', () => {
    expect(at(0)).toEqual({ groups: ['chat'], strict: true, mustSpeak: true, heldFor: 'm', changesAt: 1_030 });
    expect(at(30)).toEqual({ groups: ['chat'], strict: true, mustSpeak: true, heldFor: null, changesAt: 1_060 });
    expect(at(60)).toEqual({ groups: ['chat', 'night'], strict: true, mustSpeak: true, heldFor: null, changesAt: 1_120 });
    expect(at(120)).toEqual({ groups: ['chat', 'night'], strict: false, mustSpeak: false, heldFor: null, changesAt: 1_300 });
    expect(at(300)).toEqual({ groups: ['chat', 'night', 'all'], strict: false, mustSpeak: false, heldFor: null, changesAt: null });
  });

  it('is for those that a closed group overflows to at once, until it opens; and so on, where they are closed too', () => {
    expect(at(0, false, closing('chat'))).toMatchObject({ groups: ['chat', 'night', 'all'], changesAt: 1_060 });
    expect(at(300, false, closing('chat'))).toMatchObject({ groups: ['chat', 'night', 'all'], changesAt: 9_000 });
    expect(at(0, false, closing('chat', 'night')).groups).toEqual(['chat', 'night', 'all', 'far']);
    expect(at(0, false, closing('night')).groups).toEqual(['chat']);
    expect(at(60, false, closing('night')).groups).toEqual(['chat', 'night', 'far']);
  });

  it('is held for nobody who is not there', () => {
    expect(at(0, false)).toMatchObject({ heldFor: null, changesAt: 1_060 });
  });
});
