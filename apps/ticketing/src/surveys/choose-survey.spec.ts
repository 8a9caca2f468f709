import { describe, expect, it } from '@jest/globals';
import { SurveysSection } from '../desk/schema/surveys.js';
import { chooseSurvey, isOfShare, type SurveyedTicket } from './choose-survey.js';

const TICKET: SurveyedTicket = {
  ...{ id: 't1', channel: 'email', category: 'login', requestType: null },
  customer: { class: 'enterprise', plan: 'pro', vip: false },
};
const occasions = (...given: object[]) =>
  SurveysSection.parse({ asked: given.map((each, index) => ({ key: `o${index}`, survey: 'short', ...each })) }).asked;

describe('which survey', () => {
  it('is the first that fits', () => {
    const asked = occasions({ channels: ['phone'] }, { categories: ['login'] }, {});
    expect(chooseSurvey(asked, 'solved', TICKET)?.key).toBe('o1');
    expect(chooseSurvey(asked, 'solved', { ...TICKET, category: null })?.key).toBe('o2');
    expect(chooseSurvey(asked, 'closed', TICKET)).toBeNull();
  });

  it('is none where the first that fits says none', () => {
    expect(chooseSurvey(occasions({ channels: ['email'], way: 'none' }, {}), 'solved', TICKET)).toBeNull();
  });

  it.each([
    [{ classes: ['enterprise'] }, true],
    [{ classes: ['flagship'] }, false],
    [{ classes: ['flagship'], plans: ['pro'] }, true],
    [{ vip: true }, false],
    [{ vip: false }, true],
  ])('asks %j: %s', (audience, asked) => {
    expect(chooseSurvey(occasions({ for: audience }), 'solved', TICKET) !== null).toBe(asked);
  });

  it('asks a share of the tickets, always the same', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `ticket ${index}`);
    const chosen = ids.filter((id) => isOfShare(id, 0.2));
    expect(chosen.length).toBeGreaterThan(1_800);
    expect(chosen.length).toBeLessThan(2_200);
    expect(ids.filter((id) => isOfShare(id, 0.2))).toEqual(chosen);
    expect(isOfShare('any', 0)).toBe(false);
  });
});
