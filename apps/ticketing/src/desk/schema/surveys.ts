import { z } from 'zod';
import { type DeskFault, findUnknownKeys, Key } from './keys.js';
import { LocalisedText } from './texts.js';

const SPAN = /^(?<count>\d{1,5})(?<unit>[smhdw])$/;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A span of clock time as a desk writes it: `30m`, `24h`, `14d`. */
export const ClockSpan = z.string().regex(SPAN, 'a number and s, m, h, d or w, such as 30m, 24h or 14d');

export function toSpanMs(span: string): number {
  const { count, unit } = SPAN.exec(span)?.groups ?? {};
  return Number(count) * UNIT_MS[unit!]!;
}

/** Which customers. What is left out asks nothing; of a list one must fit. */
export const Audience = z.strictObject({
  classes: z.array(z.string()).default([]).describe('customer classes (contact profile)'),
  plans: z.array(z.string()).default([]).describe('plans (contact profile)'),
  vip: z.boolean().optional(),
  activeWithin: ClockSpan.optional().describe('had a ticket opened within this span'),
});
export type Audience = z.infer<typeof Audience>;

const asked = {
  question: LocalisedText.optional().describe('default: words of ours in zh and en'),
  thanks: LocalisedText.optional(),
  reason: z.enum(['never', 'low', 'always']).default('always').describe('is a reason asked for'),
  recommend: z.boolean().default(false).describe('is asked too how likely one is to recommend us, 0 to 10; for the NPS'),
  suggestion: z.boolean().default(true).describe('is a suggestion asked for'),
  validFor: ClockSpan.default('14d').describe('how long its link and replies count'),
};

/** The four parts are the desk's; each is answered 1 to 5. */
export const SurveyPart = z.strictObject({ key: Key, name: LocalisedText, weight: z.number().positive().describe('per cent') });

const DEFAULT_PARTS = [
  {
    key: 'speed',
    name: {
      ...{ zh: '响应速度', en: 'speed', ja: '対応の速さ', ko: '응답 속도', es: 'rapidez', fr: 'rapidité' },
      ...{ de: 'Schnelligkeit', ru: 'скорость', pt: 'rapidez', it: 'rapidità', ar: 'السرعة', vi: 'tốc độ' },
    },
    weight: 30,
  },
  {
    key: 'quality',
    name: {
      ...{ zh: '解决质量', en: 'quality', ja: '解決の質', ko: '해결 품질', es: 'calidad', fr: 'qualité' },
      ...{ de: 'Qualität', ru: 'качество', pt: 'qualidade', it: 'qualità', ar: 'الجودة', vi: 'chất lượng' },
    },
    weight: 40,
  },
  {
    key: 'attitude',
    name: {
      ...{ zh: '服务态度', en: 'attitude', ja: '応対の態度', ko: '응대 태도', es: 'trato', fr: 'amabilité' },
      ...{ de: 'Freundlichkeit', ru: 'вежливость', pt: 'simpatia', it: 'cortesia', ar: 'أسلوب التعامل', vi: 'thái độ' },
    },
    weight: 20,
  },
  {
    key: 'ease',
    name: {
      ...{ zh: '便捷程度', en: 'ease', ja: '手軽さ', ko: '편리함', es: 'facilidad', fr: 'facilité' },
      ...{ de: 'Einfachheit', ru: 'удобство', pt: 'facilidade', it: 'semplicità', ar: 'السهولة', vi: 'sự tiện lợi' },
    },
    weight: 10,
  },
];

export const SurveyForm = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('three-step'),
    low: z.int().min(0).max(3).default(1).describe('1 unsatisfied, 2 neutral, 3 satisfied'),
    ...asked,
  }),
  z.strictObject({ kind: z.literal('csat'), low: z.int().min(0).max(5).default(2).describe('this or less is low, of 1 to 5'), ...asked }),
  z.strictObject({ kind: z.literal('nps'), low: z.int().min(-1).max(10).default(6).describe('this or less is low, of 0 to 10'), ...asked }),
  z.strictObject({
    kind: z.literal('weighted'),
    low: z.number().min(0).max(5).default(2.5).describe('this or less is low, of 1 to 5'),
    parts: z.array(SurveyPart).min(2).max(9).default(DEFAULT_PARTS),
    ...asked,
  }),
]);
export type SurveyForm = z.infer<typeof SurveyForm>;

export const SURVEY_WAYS = ['tap', 'reply', 'link', 'agent', 'none'] as const;

/** After which tickets a survey is asked, when, and how; the first that fits a ticket holds. */
export const SurveyOccasion = z.strictObject({
  key: Key,
  survey: Key.describe('one of surveys.forms'),
  after: z.enum(['solved', 'closed']).default('solved'),
  delay: ClockSpan.default('0s'),
  channels: z.array(z.string()).default([]).describe('of the ticket’s last message; empty: all'),
  categories: z.array(z.string()).default([]).describe('empty: all'),
  requestTypes: z.array(z.string()).default([]).describe('empty: all'),
  for: Audience.prefault({}),
  share: z.number().min(0).max(1).default(1).describe('of the tickets that fit; which ones is settled by their id'),
  notWithin: ClockSpan.optional().describe('a contact is not asked again within this span'),
  way: z
    .enum(SURVEY_WAYS)
    .default('link')
    .describe('tap: the channel’s own buttons · reply: a number or word, with the link · link · agent: a task to ring the customer · none'),
});
export type SurveyOccasion = z.infer<typeof SurveyOccasion>;

/** A survey that no ticket causes: sent to chosen customers again and again. */
export const PeriodicSurvey = z.strictObject({
  key: Key,
  survey: Key.describe('one of surveys.forms'),
  for: Audience.prefault({}),
  every: ClockSpan.default('90d').describe('least time between two, for one customer'),
  share: z.number().min(0).max(1).default(1),
  inbox: z.string().describe('id of the inbox that writes'),
  subject: LocalisedText.optional(),
});
export type PeriodicSurvey = z.infer<typeof PeriodicSurvey>;

/** Who must have seen all feedback. */
const FeedbackReader = z.strictObject({
  key: Key,
  name: LocalisedText.optional(),
  agents: z.array(z.email()).default([]).describe('agents by their login; empty: any supervisor or admin'),
});

export const SurveysSection = z
  .strictObject({
    forms: z.record(Key, SurveyForm).default({}),
    asked: z.array(SurveyOccasion).default([]),
    periodic: z.array(PeriodicSurvey).default([]),
    phoneKeys: Key.optional().describe('form that a rating by keys on the call answers; without one such ratings count as CSAT'),
    feedback: z
      .strictObject({
        readers: z.array(FeedbackReader).default([]).describe('all feedback waits for each of these to mark it seen'),
        inboxes: z.array(z.string()).default([]).describe('whatever comes in by these is feedback (feedback@, the feedback form)'),
        categories: z.array(z.string()).default([]).describe('tickets of these are feedback (suggestions)'),
      })
      .prefault({}),
    low: z
      .strictObject({
        task: LocalisedText.optional().describe('what the supervisor is to do about a low score'),
        dueWithin: ClockSpan.default('3d'),
      })
      .prefault({}),
  })
  .prefault({});
export type SurveysSection = z.infer<typeof SurveysSection>;

export function findSurveysFaults({ surveys }: { readonly surveys: SurveysSection }): DeskFault[] {
  const used = [
    ...surveys.asked.map(({ survey }, index) => ({ path: ['surveys', 'asked', index, 'survey'], key: survey })),
    ...surveys.periodic.map(({ survey }, index) => ({ path: ['surveys', 'periodic', index, 'survey'], key: survey })),
    ...(surveys.phoneKeys === undefined ? [] : [{ path: ['surveys', 'phoneKeys'], key: surveys.phoneKeys }]),
  ];
  return [
    ...findUnknownKeys(used, Object.keys(surveys.forms), 'survey form'),
    ...Object.entries(surveys.forms).flatMap(([key, form]) => findWeightFaults(key, form)),
    ...findTwice(surveys.asked, ['surveys', 'asked']),
    ...findTwice(surveys.periodic, ['surveys', 'periodic']),
    ...findTwice(surveys.feedback.readers, ['surveys', 'feedback', 'readers']),
  ];
}

function findWeightFaults(key: string, form: SurveyForm): DeskFault[] {
  if (form.kind !== 'weighted') return [];
  const sum = form.parts.reduce((total, { weight }) => total + weight, 0);
  const path = ['surveys', 'forms', key, 'parts'];
  return [
    ...(Math.abs(sum - 100) < 1e-9 ? [] : [{ path, problem: `weights sum to ${sum}`, allowed: 'weights that sum to 100' }]),
    ...findTwice(form.parts, path),
  ];
}

/** Keys that stand twice in a list. */
export function findTwice(list: readonly { readonly key: string }[], path: readonly (string | number)[]): DeskFault[] {
  return list.flatMap(({ key }, index) =>
    list.findIndex((each) => each.key === key) === index
      ? []
      : [{ path: [...path, index, 'key'], problem: `the key "${key}" stands twice`, allowed: 'a key of its own for each' }],
  );
}
