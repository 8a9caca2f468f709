import { fillText, type LocalisedText, pickText } from '../desk/schema/texts.js';
import type { SurveyForm } from '../desk/schema/surveys.js';

const RECOMMEND: LocalisedText = {
  zh: '您有多大可能向朋友或同事推荐我们（0 至 10 分）？',
  en: 'How likely are you to recommend us to a friend or colleague, from 0 to 10?',
  ja: 'ご友人や同僚に当社を勧める可能性はどのくらいですか（0～10）？',
  ko: '친구나 동료에게 저희를 추천할 가능성은 어느 정도인가요(0~10)?',
  es: '¿Con qué probabilidad nos recomendaría a un amigo o colega, del 0 al 10?',
  fr: 'Dans quelle mesure nous recommanderiez-vous à un ami ou à un collègue, de 0 à 10 ?',
  de: 'Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen, von 0 bis 10?',
  ru: 'Насколько вероятно, что вы порекомендуете нас знакомым или коллегам, от 0 до 10?',
  pt: 'Qual a probabilidade de nos recomendar a um amigo ou colega, de 0 a 10?',
  it: 'Con quale probabilità ci consiglierebbe a un amico o a un collega, da 0 a 10?',
  ar: 'ما مدى احتمال أن توصي بنا صديقًا أو زميلًا، من 0 إلى 10؟',
  vi: 'Bạn sẵn lòng giới thiệu chúng tôi với bạn bè hoặc đồng nghiệp ở mức nào, từ 0 đến 10?',
};
const QUESTIONS: Readonly<Record<SurveyForm['kind'], LocalisedText>> = {
  'three-step': {
    zh: '您对本次服务满意吗？',
    en: 'How satisfied are you with our service?',
    ja: '今回の対応にご満足いただけましたか？',
    ko: '이번 서비스에 만족하셨나요?',
    es: '¿Está satisfecho con nuestro servicio?',
    fr: 'Êtes-vous satisfait de notre service ?',
    de: 'Wie zufrieden sind Sie mit unserem Service?',
    ru: 'Довольны ли вы нашим обслуживанием?',
    pt: 'Está satisfeito com o nosso atendimento?',
    it: 'È soddisfatto del nostro servizio?',
    ar: 'هل أنت راضٍ عن خدمتنا؟',
    vi: 'Bạn có hài lòng với dịch vụ của chúng tôi không?',
  },
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
  weighted: {
    zh: '请为本次服务的各项打分（1 至 5 分）。',
    en: 'How would you rate each of these, from 1 to 5?',
    ja: '次の各項目を 1～5 で評価してください。',
    ko: '다음 항목을 각각 1~5점으로 평가해 주세요.',
    es: '¿Cómo valora cada uno de estos aspectos, del 1 al 5?',
    fr: 'Quelle note donnez-vous à chacun de ces points, de 1 à 5 ?',
    de: 'Wie bewerten Sie diese Punkte jeweils, von 1 bis 5?',
    ru: 'Оцените, пожалуйста, каждый пункт от 1 до 5.',
    pt: 'Como avalia cada um destes pontos, de 1 a 5?',
    it: 'Come valuta ciascuno di questi aspetti, da 1 a 5?',
    ar: 'ما تقييمك لكل مما يلي من 1 إلى 5؟',
    vi: 'Bạn đánh giá từng mục sau thế nào, từ 1 đến 5?',
  },
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
  'three-step': {
    zh: '请回复：3 满意，2 一般，1 不满意。',
    en: 'Reply 3 for satisfied, 2 for neutral, 1 for unsatisfied.',
    ja: '3（満足）、2（普通）、1（不満）のいずれかでご返信ください。',
    ko: '3(만족), 2(보통), 1(불만족) 중 하나로 답해 주세요.',
    es: 'Responda 3 si está satisfecho, 2 si le resulta neutral, 1 si está insatisfecho.',
    fr: 'Répondez 3 pour satisfait, 2 pour neutre, 1 pour insatisfait.',
    de: 'Antworten Sie mit 3 für zufrieden, 2 für neutral, 1 für unzufrieden.',
    ru: 'Ответьте 3, если довольны, 2 — нейтрально, 1 — недовольны.',
    pt: 'Responda 3 para satisfeito, 2 para neutro, 1 para insatisfeito.',
    it: 'Risponda 3 per soddisfatto, 2 per neutro, 1 per insoddisfatto.',
    ar: 'أجب بالرقم 3 إذا كنت راضيًا، و2 إذا كنت محايدًا، و1 إذا كنت غير راضٍ.',
    vi: 'Hãy trả lời 3 nếu hài lòng, 2 nếu bình thường, 1 nếu không hài lòng.',
  },
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
  nps: {
    zh: '请回复 0 至 10 的数字。',
    en: 'Reply with a number from 0 to 10.',
    ja: '0～10 の数字でご返信ください。',
    ko: '0~10의 숫자로 답해 주세요.',
    es: 'Responda con un número del 0 al 10.',
    fr: 'Répondez par un nombre de 0 à 10.',
    de: 'Antworten Sie mit einer Zahl von 0 bis 10.',
    ru: 'Ответьте числом от 0 до 10.',
    pt: 'Responda com um número de 0 a 10.',
    it: 'Risponda con un numero da 0 a 10.',
    ar: 'أجب برقم من 0 إلى 10.',
    vi: 'Hãy trả lời bằng một số từ 0 đến 10.',
  },
  weighted: {
    zh: '请依次回复 {{count}} 个数字：{{parts}}，例如 {{example}}。',
    en: 'Reply with {{count}} numbers, in this order: {{parts}}. For example {{example}}.',
    ja: '次の順に {{count}} 個の数字でご返信ください：{{parts}}。例：{{example}}',
    ko: '다음 순서로 숫자 {{count}}개를 보내 주세요: {{parts}}. 예: {{example}}',
    es: 'Responda con {{count}} números, en este orden: {{parts}}. Por ejemplo {{example}}.',
    fr: 'Répondez par {{count}} chiffres, dans cet ordre : {{parts}}. Par exemple {{example}}.',
    de: 'Antworten Sie mit {{count}} Zahlen in dieser Reihenfolge: {{parts}}. Zum Beispiel {{example}}.',
    ru: 'Ответьте числами ({{count}}) в таком порядке: {{parts}}. Например, {{example}}.',
    pt: 'Responda com {{count}} números, por esta ordem: {{parts}}. Por exemplo {{example}}.',
    it: 'Risponda con {{count}} numeri in quest’ordine: {{parts}}. Per esempio {{example}}.',
    ar: 'أجب بعدد {{count}} من الأرقام بهذا الترتيب: {{parts}}. مثال: {{example}}.',
    vi: 'Hãy trả lời bằng {{count}} số theo thứ tự: {{parts}}. Ví dụ {{example}}.',
  },
};
const RECOMMEND_HOW: LocalisedText = {
  zh: '最后可再加一个 0 至 10 的数字：您有多大可能推荐我们。',
  en: 'Add a number from 0 to 10 at the end: how likely you are to recommend us.',
  ja: '最後に、当社を勧める可能性を 0～10 の数字で添えていただけます。',
  ko: '마지막에 저희를 추천할 가능성을 0~10의 숫자로 덧붙이실 수 있습니다.',
  es: 'Añada al final un número del 0 al 10: con qué probabilidad nos recomendaría.',
  fr: 'Ajoutez à la fin un nombre de 0 à 10 : dans quelle mesure vous nous recommanderiez.',
  de: 'Fügen Sie am Ende eine Zahl von 0 bis 10 an: wie wahrscheinlich Sie uns weiterempfehlen.',
  ru: 'В конце можно добавить число от 0 до 10: насколько вероятно, что вы нас порекомендуете.',
  pt: 'Acrescente no fim um número de 0 a 10: a probabilidade de nos recomendar.',
  it: 'Aggiunga alla fine un numero da 0 a 10: con quale probabilità ci consiglierebbe.',
  ar: 'أضف في النهاية رقمًا من 0 إلى 10: ما مدى احتمال أن توصي بنا.',
  vi: 'Cuối cùng có thể thêm một số từ 0 đến 10: mức bạn sẵn lòng giới thiệu chúng tôi.',
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
