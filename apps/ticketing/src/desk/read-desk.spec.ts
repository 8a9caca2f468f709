import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { renderDeskReference } from './desk-reference.js';
import { readDesk } from './read-desk.js';

describe('a desk', () => {
  it('of the guide has no faults', () => {
    const [, example = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(readFileSync('docs/desk-file.md', 'utf8')) ?? [];
    const { profile } = parse(example) as { profile: object };
    expect(Object.keys(profile)).toContain('rules');
    expect(readDesk(profile).faults).toEqual([]);
  });

  it('with faults is told what may stand there, in words', () => {
    const hours = [{ days: 3, spans: [] }];
    const { faults } = readDesk({ groups: { a: { name: 7 }, b: { name: { klingon: 'x' } } }, calendars: { x: { zone: 'UTC', hours } } });
    expect(faults.map(({ path, found, allowed }) => [path, found, allowed])).toEqual([
      ['profile.groups.a.name', '7', 'a text, or texts by language or name'],
      ['profile.groups.b.name', expect.any(String), expect.stringContaining('a language such as en, zh or pt-BR')],
      ['profile.calendars.x.hours.0.days', '3', 'a text, or a list'],
      ['profile.calendars.x.hours.0.spans', '[]', 'at least 1 of them'],
    ]);
  });

  it('has each section and what rules know in its reference', () => {
    const text = renderDeskReference();
    for (const words of ['## calendars', '## rules', '  zone*: string — IANA zone', '`record:<code>`', '`ticket.priority`'])
      expect(text).toContain(words);
    // A section of which nothing is said helps nobody.
    expect(text).not.toMatch(/^## (?!\w+\n\n[A-Z])\w+\n\n```/m);
  });
});
