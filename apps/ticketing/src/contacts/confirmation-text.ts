import { fillText, pickText } from '../desk/schema/texts.js';

/** What goes out, and what stands in the thread: an agent must hear the code from the customer, not read it to him. */
export interface ConfirmationText {
  readonly sent: string;
  readonly shown: string;
}

export function writeConfirmation(language: string | null, deskName: string, code: string): ConfirmationText {
  return write(TOLD, language, deskName, { code });
}

/** As above, of a code that comes back by an answer. */
export function writeProof(language: string | null, deskName: string, code: string, hours: number): ConfirmationText {
  return write(ANSWERED, language, deskName, { code, hours });
}

function write(texts: Readonly<Record<string, string>>, language: string | null, desk: string, values: { code: string; hours?: number }) {
  const text = pickText(texts, language);
  return { sent: fillText(text, { desk, ...values }), shown: fillText(text, { desk, ...values, code: '••••••' }) };
}

const TOLD = {
  en: '{{desk}}: your confirmation code is {{code}}. It is good for ten minutes. If you did not ask for it, ignore this message.',
  zh: '【{{desk}}】您的验证码是 {{code}}，十分钟内有效。如非本人操作，请忽略本消息。',
};
const ANSWERED = {
  en: '{{desk}}: to prove that this address is yours, answer this message with the code {{code}}. It is good for {{hours}} hours. If you did not ask for it, ignore this message.',
  zh: '【{{desk}}】为核实您的身份，请直接回复本消息并填写验证码 {{code}}，{{hours}} 小时内有效。如非本人操作，请忽略本消息。',
  ja: '【{{desk}}】ご本人確認のため、確認コード {{code}} をこのメッセージにご返信ください。有効期限は {{hours}} 時間です。お心当たりのない場合は無視してください。',
  ko: '[{{desk}}] 본인 확인을 위해 이 메시지에 확인 코드 {{code}}를 회신해 주세요. {{hours}}시간 동안 유효합니다. 요청하지 않으셨다면 이 메시지를 무시하세요.',
  es: '{{desk}}: para demostrar que esta dirección es suya, responda a este mensaje con el código {{code}}. Es válido durante {{hours}} horas. Si no lo ha solicitado, ignore este mensaje.',
  fr: '{{desk}} : pour prouver que cette adresse est la vôtre, répondez à ce message en indiquant le code {{code}}. Il est valable {{hours}} heures. Si vous n’avez rien demandé, ignorez ce message.',
  de: '{{desk}}: Um zu bestätigen, dass diese Adresse Ihnen gehört, antworten Sie bitte auf diese Nachricht mit dem Code {{code}}. Er gilt {{hours}} Stunden. Wenn Sie das nicht angefordert haben, ignorieren Sie diese Nachricht.',
  ru: '{{desk}}: чтобы подтвердить, что этот адрес ваш, ответьте на это сообщение, указав код {{code}}. Он действует {{hours}} ч. Если вы этого не запрашивали, не обращайте внимания на сообщение.',
  pt: '{{desk}}: para provar que este endereço é seu, responda a esta mensagem com o código {{code}}. Ele é válido por {{hours}} horas. Se não foi você, ignore esta mensagem.',
  it: '{{desk}}: per dimostrare che questo indirizzo è suo, risponda a questo messaggio con il codice {{code}}. È valido per {{hours}} ore. Se non l’ha richiesto, ignori questo messaggio.',
  ar: '{{desk}}: لإثبات أن هذا العنوان لك، أجب عن هذه الرسالة بالرمز {{code}}. الرمز صالح لمدة {{hours}} ساعة. إذا لم تطلب ذلك، فتجاهل هذه الرسالة.',
  vi: '{{desk}}: để chứng minh địa chỉ này là của bạn, hãy trả lời tin nhắn này kèm mã {{code}}. Mã có hiệu lực trong {{hours}} giờ. Nếu bạn không yêu cầu, hãy bỏ qua tin nhắn này.',
};
