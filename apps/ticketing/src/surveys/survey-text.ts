import { fillText, type LocalisedText, pickText } from '../desk/schema/texts.js';
import type { SurveyForm } from '../desk/schema/surveys.js';

const RECOMMEND: LocalisedText = {
  zh: '您有多大可能向朋友或同事推荐我们（0 至 10 分）？',
  en: 'How likely are you to recommend us to a friend or colleague, from 0 to 10?',
};
const QUESTIONS: Readonly<Record<SurveyForm['kind'], LocalisedText>> = {
  'three-step': { zh: '您对本次服务满意吗？', en: 'How satisfied are you with our service?' },
  csat: {
    zh: '请为本次服务打分（1 至 5 分）。',
    en: 'How would you rate our service, from 1 to 5?',
    ja: '今回の対応を 1～5 で評価してください。',
    ko: '이번 서비스를 1~5점으로 평가해 주세요.',
    es: '¿Cómo valora nuestro servicio, del 1 al 5?',
    fr: 'Quelle note donnez-vous à notre service, de 1 à 5 ?',
    de: 'Wie bewerten Sie unseren Service, von 1 bis 5?',
    ru: 'Оцените, пожалуйста, наше обслуживание от 1 до 5.',
    pt: 'Como avalia o nosso atendimento, de 1 a 5?',
    it: 'Come valuta il nostro servizio, da 1 a 5?',
    ar: 'ما تقييمك لخدمتنا من 1 إلى 5؟',
    vi: 'Bạn đánh giá dịch vụ của chúng tôi thế nào, từ 1 đến 5?',
  },
  nps: RECOMMEND,
  weighted: { zh: '请为本次服务的各项打分（1 至 5 分）。', en: 'How would you rate each of these, from 1 to 5?' },
};
const THANKS: LocalisedText = {
  zh: '感谢您的评价！',
  en: 'Thank you for your rating.',
  ja: '評価いただきありがとうございます。',
  ko: '평가해 주셔서 감사합니다.',
  es: 'Gracias por su valoración.',
  fr: 'Merci de votre évaluation.',
  de: 'Vielen Dank für Ihre Bewertung.',
  ru: 'Спасибо за вашу оценку.',
  pt: 'Obrigado pela sua avaliação.',
  it: 'Grazie per la sua valutazione.',
  ar: 'شكرًا على تقييمك.',
  vi: 'Cảm ơn bạn đã đánh giá.',
};
const HOW: Readonly<Record<SurveyForm['kind'], LocalisedText>> = {
  'three-step': { zh: '请回复：3 满意，2 一般，1 不满意。', en: 'Reply 3 for satisfied, 2 for neutral, 1 for unsatisfied.' },
  csat: {
    zh: '请回复 1 至 5 的数字（5 为最好）。',
    en: 'Reply with a number from 1 to 5 (5 is best).',
    ja: '1～5 の数字でご返信ください（5 が最高です）。',
    ko: '1~5의 숫자로 답해 주세요(5가 가장 좋음).',
    es: 'Responda con un número del 1 al 5 (5 es lo mejor).',
    fr: 'Répondez par un chiffre de 1 à 5 (5 est la meilleure note).',
    de: 'Antworten Sie mit einer Zahl von 1 bis 5 (5 ist die beste).',
    ru: 'Ответьте числом от 1 до 5 (5 — лучшая оценка).',
    pt: 'Responda com um número de 1 a 5 (5 é o melhor).',
    it: 'Risponda con un numero da 1 a 5 (5 è il massimo).',
    ar: 'أجب برقم من 1 إلى 5 (5 هو الأفضل).',
    vi: 'Hãy trả lời bằng một số từ 1 đến 5 (5 là tốt nhất).',
  },
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
const LINK: LocalisedText = {
  zh: '评价链接：{{link}}',
  en: 'Rate us here: {{link}}',
  ja: '評価ページ：{{link}}',
  ko: '평가하기: {{link}}',
  es: 'Valore aquí: {{link}}',
  fr: 'Donnez votre avis ici : {{link}}',
  de: 'Hier bewerten: {{link}}',
  ru: 'Оценить: {{link}}',
  pt: 'Avalie aqui: {{link}}',
  it: 'Valuti qui: {{link}}',
  ar: 'للتقييم: {{link}}',
  vi: 'Đánh giá tại đây: {{link}}',
};

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
