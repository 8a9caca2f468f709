import { fillText, type LocalisedText, pickText } from '../desk/schema/texts.js';
import type { SurveyForm } from '../desk/schema/surveys.js';

const RECOMMEND: LocalisedText = {
  zh: '您有多大可能向朋友或同事推荐我们（0 至 10 分）？',
  en: 'How likely are you to recommend us to a friend or colleague, from 0 to 10?',
};
const QUESTIONS: Readonly<Record<SurveyForm['kind'], LocalisedText>> = {
  'three-step': { zh: '您对本次服务满意吗？', en: 'How satisfied are you with our service?' },
  csat: { zh: '请为本次服务打分（1 至 5 分）。', en: 'How would you rate our service, from 1 to 5?' },
  nps: RECOMMEND,
  weighted: { zh: '请为本次服务的各项打分（1 至 5 分）。', en: 'How would you rate each of these, from 1 to 5?' },
};
const THANKS: LocalisedText = { zh: '感谢您的评价！', en: 'Thank you for your rating.' };
const HOW: Readonly<Record<SurveyForm['kind'], LocalisedText>> = {
  'three-step': { zh: '请回复：3 满意，2 一般，1 不满意。', en: 'Reply 3 for satisfied, 2 for neutral, 1 for unsatisfied.' },
  csat: { zh: '请回复 1 至 5 的数字（5 为最好）。', en: 'Reply with a number from 1 to 5 (5 is best).' },
  nps: { zh: '请回复 0 至 10 的数字。', en: 'Reply with a number from 0 to 10.' },
  weighted: {
    zh: '请依次回复 {{count}} 个数字：{{parts}}，例如 {{example}}。',
    en: 'Reply with {{count}} numbers, in this order: {{parts}}. For example {{example}}.',
  },
};
const RECOMMEND_HOW: LocalisedText = {
  zh: '最后可再加一个 0 至 10 的数字：您有多大可能推荐我们。',
  en: 'Add a number from 0 to 10 at the end: how likely you are to recommend us.',
};
const LINK: LocalisedText = { zh: '评价链接：{{link}}', en: 'Rate us here: {{link}}' };

/** Words of a form in a customer's language; the desk's where it has its own. */
export function questionOf(form: SurveyForm, language: string | null, desk: string): string {
  return pickText(form.question ?? QUESTIONS[form.kind], language, desk);
}

export function thanksOf(form: SurveyForm, language: string | null, desk: string): string {
  return pickText(form.thanks ?? THANKS, language, desk);
}

export function recommendationOf(language: string | null, desk: string): string {
  return pickText(RECOMMEND, language, desk);
}

/** The message that asks: the question, how to answer by a reply where that counts, and the link where there is one. */
export function composeSurvey(
  form: SurveyForm,
  given: { readonly language: string | null; readonly desk: string; readonly byReply: boolean; readonly link: string | null },
): string {
  const { language, desk } = given;
  const lines = [questionOf(form, language, desk)];
  if (given.byReply) lines.push(fillText(pickText(HOW[form.kind], language, desk), describeParts(form, language, desk)));
  if (given.byReply && form.kind === 'weighted' && form.recommend) lines.push(pickText(RECOMMEND_HOW, language, desk));
  if (given.link !== null) lines.push(fillText(pickText(LINK, language, desk), { link: given.link }));
  return lines.join('\n');
}

function describeParts(form: SurveyForm, language: string | null, desk: string): Record<string, string | number> {
  if (form.kind !== 'weighted') return {};
  const names = form.parts.map(({ name }) => pickText(name, language, desk));
  return {
    count: names.length,
    parts: names.join((language ?? desk).startsWith('zh') ? '、' : ', '),
    example: names.map((_, index) => (index % 2 === 0 ? 5 : 4)).join(' '),
  };
}
