import { fillText, type LocalisedText, pickText } from '../desk/schema/texts.js';

export interface AcknowledgementExtras {
  /** Says that nobody is there now, and when somebody is. */
  readonly hours?: string | undefined;
  /** To how the ticket stands. */
  readonly link?: string | null;
}

/** The customer's language, and the desk's, which stands in for one that nobody wrote this in. */
export interface WrittenIn {
  readonly language: string | null;
  readonly desk: string;
}

/** What an acknowledgement says. Plain text: it must be readable everywhere. */
export function writeAcknowledgement(
  { language, desk }: WrittenIn,
  deskName: string,
  number: string,
  { hours, link = null }: AcknowledgementExtras = {},
): string {
  const say = (texts: LocalisedText, values = {}) => fillText(pickText(texts, language, desk), values);
  const extras = [...(hours === undefined ? [] : [hours]), ...(link === null ? [] : [say(PROGRESS, { link })])];
  return [say(HELLO), say(RECEIVED, { number }), ...extras, say(MORE), deskName].join('\n\n');
}

/** The same in one line, for who came by another way and cannot just reply. */
export function writeNumber({ language, desk }: WrittenIn, deskName: string, number: string, link: string | null = null): string {
  const progress = link === null ? '' : `${fillText(pickText(PROGRESS, language, desk), { link })} `;
  const taken = fillText(pickText(TAKEN_UP, language, desk), { number });
  return `${taken}${/[。]$/.test(taken) ? '' : ' '}${progress}${deskName}`;
}

const HELLO = {
  en: 'Hello,',
  zh: '您好！',
  ja: 'お問い合わせありがとうございます。',
  ko: '안녕하세요.',
  es: 'Hola:',
  fr: 'Bonjour,',
  de: 'Guten Tag,',
  ru: 'Здравствуйте!',
  pt: 'Olá!',
  it: 'Buongiorno,',
  ar: 'مرحبًا،',
  vi: 'Xin chào,',
};
const RECEIVED = {
  en: 'we have received your message. Its number is {{number}}.',
  zh: '我们已收到您的消息，受理编号为 {{number}}。',
  ja: 'メッセージを受け付けました。受付番号は {{number}} です。',
  ko: '메시지가 접수되었습니다. 접수 번호는 {{number}}입니다.',
  es: 'Hemos recibido su mensaje. Su número es {{number}}.',
  fr: 'nous avons bien reçu votre message. Son numéro est {{number}}.',
  de: 'wir haben Ihre Nachricht erhalten. Ihre Vorgangsnummer ist {{number}}.',
  ru: 'Мы получили ваше сообщение. Номер обращения: {{number}}.',
  pt: 'Recebemos a sua mensagem. O número é {{number}}.',
  it: 'abbiamo ricevuto il suo messaggio. Il numero è {{number}}.',
  ar: 'لقد استلمنا رسالتك. رقم الطلب: {{number}}.',
  vi: 'Chúng tôi đã nhận được tin nhắn của bạn. Mã yêu cầu là {{number}}.',
};
const MORE = {
  en: 'We will answer as soon as we can. To add something, just reply.',
  zh: '我们会尽快回复您。如需补充，请直接回复。',
  ja: 'できるだけ早くご返信いたします。追加のご連絡は、このままご返信ください。',
  ko: '최대한 빨리 답변드리겠습니다. 추가할 내용이 있으면 이 메시지에 회신해 주세요.',
  es: 'Le responderemos lo antes posible. Para añadir algo, responda a este mensaje.',
  fr: 'Nous vous répondrons dès que possible. Pour compléter votre demande, répondez simplement à ce message.',
  de: 'Wir antworten so bald wie möglich. Wenn Sie etwas ergänzen möchten, antworten Sie einfach.',
  ru: 'Мы ответим как можно скорее. Чтобы что-то добавить, просто ответьте на это сообщение.',
  pt: 'Responderemos assim que possível. Para acrescentar algo, basta responder.',
  it: 'Risponderemo il prima possibile. Per aggiungere qualcosa, basta rispondere.',
  ar: 'سنرد عليك في أقرب وقت ممكن. لإضافة أي شيء، يكفي الرد على هذه الرسالة.',
  vi: 'Chúng tôi sẽ trả lời sớm nhất có thể. Để bổ sung thông tin, bạn chỉ cần trả lời tin nhắn này.',
};
const PROGRESS = {
  en: 'How it stands: {{link}}',
  zh: '查询进度：{{link}}',
  ja: '進捗の確認：{{link}}',
  ko: '진행 상황 확인: {{link}}',
  es: 'Estado de su solicitud: {{link}}',
  fr: 'Suivre votre demande : {{link}}',
  de: 'Stand der Bearbeitung: {{link}}',
  ru: 'Ход обработки: {{link}}',
  pt: 'Acompanhe o andamento: {{link}}',
  it: 'Stato della richiesta: {{link}}',
  ar: 'متابعة الطلب: {{link}}',
  vi: 'Xem tiến độ: {{link}}',
};
const TAKEN_UP = {
  en: 'We have taken up your request. Its number is {{number}}.',
  zh: '您的请求已受理，受理编号 {{number}}。',
  ja: 'お問い合わせを受け付けました。受付番号：{{number}}。',
  ko: '요청이 접수되었습니다. 접수 번호: {{number}}.',
  es: 'Hemos registrado su solicitud. Su número es {{number}}.',
  fr: 'Votre demande est enregistrée. Son numéro est {{number}}.',
  de: 'Ihre Anfrage ist aufgenommen. Ihre Vorgangsnummer ist {{number}}.',
  ru: 'Ваше обращение принято. Номер: {{number}}.',
  pt: 'O seu pedido foi registado. O número é {{number}}.',
  it: 'La sua richiesta è stata registrata. Il numero è {{number}}.',
  ar: 'تم تسجيل طلبك. رقم الطلب: {{number}}.',
  vi: 'Yêu cầu của bạn đã được tiếp nhận. Mã yêu cầu: {{number}}.',
};
