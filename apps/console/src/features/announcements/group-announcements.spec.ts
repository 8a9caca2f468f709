import { describe, expect, it } from '@jest/globals';
import { groupAnnouncements, textsOf } from './group-announcements.js';

const item = (id: string, from: string, until: string | null = null, withdrawnAt: string | null = null) => ({
  id,
  from,
  until,
  withdrawnAt,
});

describe('announcements in groups', () => {
  it('are in force, ahead by their beginning, or past', () => {
    const items = [
      ...[item('later', '2026-05-03'), item('next', '2026-05-02'), item('on', '2026-04-01'), item('over', '2026-04-01', '2026-04-02')],
      item('back', '2026-04-01', null, '2026-04-03'),
    ];
    const groups = groupAnnouncements(items, '2026-05-01');
    const ids = (group: keyof typeof groups) => groups[group].map(({ id }) => id);
    expect([ids('now'), ids('ahead'), ids('past')]).toEqual([['on'], ['next', 'later'], ['over', 'back']]);
  });

  it('are said in the reader’s language, else in one there is', () => {
    const texts = { zh: { title: '维护', text: '' }, en: { title: 'Work', text: '' } };
    expect([textsOf(texts, 'zh-CN').title, textsOf(texts, 'fr').title]).toEqual(['维护', '维护']);
  });
});
