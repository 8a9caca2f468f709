import type { Phrases } from '../desk/schema/categories.js';

/** “Talk to a human”, as customers write it. The desk adds its own. */
export const PERSON_WORDS: Phrases = {
  zh: [
    '转人工',
    '轉人工',
    '人工客服',
    '人工服务',
    '人工服務',
    '真人',
    '找客服',
    '找人工',
    '要人工',
    '接人工',
    '联系客服',
    '和人说话',
    '跟人聊',
    '活人',
  ],
  en: [
    ...[
      'talk to a human',
      'talk to human',
      'talk to a person',
      'talk to a real person',
      'talk to someone',
      'talk to somebody',
      'talk to an agent',
      'talk to agent',
    ],
    ...[
      'speak to a human',
      'speak to a person',
      'speak to someone',
      'speak to an agent',
      'speak with a human',
      'speak with a person',
      'speak with an agent',
    ],
    ...[
      'speak with someone',
      'talk with a human',
      'talk with someone',
      'human agent',
      'live agent',
      'real person',
      'real human',
      'live person',
      'human please',
      'agent please',
    ],
    ...[
      'human support',
      'human being',
      'customer service representative',
      'representative please',
      'connect me to a person',
      'connect me to an agent',
    ],
  ],
  ja: ['オペレーター', '担当者', '人と話', '人間と話', '有人対応', '人に代わ', '係の人'],
  ko: ['상담원', '상담사', '사람과 대화', '사람이랑', '사람과 이야기', '담당자'],
  es: [
    'hablar con una persona',
    'hablar con un humano',
    'hablar con alguien',
    'hablar con un agente',
    'agente humano',
    'persona real',
    'hablar con un asesor',
    'hablar con un operador',
  ],
  fr: [
    'parler à un humain',
    'parler à une personne',
    "parler à quelqu'un",
    'parler à un conseiller',
    'parler à un agent',
    'parler avec un conseiller',
    'un vrai humain',
    'conseiller humain',
    'une vraie personne',
  ],
  de: [
    ...[
      'mit einem menschen sprechen',
      'mit einem menschen reden',
      'mit einem mitarbeiter',
      'mit einer person sprechen',
      'mit jemandem sprechen',
      'mit jemandem reden',
      'echter mensch',
    ],
    ...['echten menschen', 'menschlichen mitarbeiter', 'kundenberater'],
  ],
  ru: [
    'с человеком',
    'оператор',
    'оператора',
    'оператору',
    'оператором',
    'живой человек',
    'живого человека',
    'сотрудником',
    'позовите человека',
  ],
  pt: [
    'falar com uma pessoa',
    'falar com um humano',
    'falar com alguém',
    'falar com um atendente',
    'falar com atendente',
    'atendente humano',
    'pessoa real',
    'falar com um agente',
  ],
  it: [
    'parlare con una persona',
    'parlare con un umano',
    'parlare con qualcuno',
    'parlare con un operatore',
    'operatore umano',
    'persona reale',
    'parlare con un agente',
    'persona vera',
  ],
  ar: [
    'التحدث مع شخص',
    'التحدث إلى شخص',
    'التحدث مع موظف',
    'التحدث إلى موظف',
    'خدمة العملاء البشرية',
    'أريد موظف',
    'شخص حقيقي',
    'ممثل خدمة العملاء',
  ],
  vi: [
    'nói chuyện với người',
    'nói chuyện với nhân viên',
    'gặp nhân viên',
    'gặp người thật',
    'người thật',
    'tư vấn viên',
    'nhân viên hỗ trợ',
  ],
  th: ['คุยกับคน', 'คุยกับเจ้าหน้าที่', 'ติดต่อเจ้าหน้าที่', 'พูดกับคน', 'พูดกับเจ้าหน้าที่', 'พนักงานจริง', 'คนจริง'],
};

/** The whole of a message. */
export const PERSON_ALONE =
  /^(?:人工|客服|human|agent|operator|representative|person|humano|agente|persona|asesor|humain|conseiller|mensch|mitarbeiter|человек|атенд\S*|atendente|pessoa|operatore|umano|人間|사람|موظف|إنسان|คน|เจ้าหน้าที่)$/u;

export const YES =
  /^(?:是|是的|对|對|好|好的|解决了|解決了|可以|可以了|嗯|行|yes|yeah|yep|y|ok|okay|sure|solved|it does|はい|うん|네|예|sí|si|oui|ja|да|sim|sì|نعم|có|vâng|đúng|rồi|ใช่|ค่ะ|ครับ)$/u;
export const NO =
  /^(?:否|不是|不|没有|沒有|没|不行|没解决|没有解决|不对|还没|no|nope|not really|it does not|doesn't|いいえ|아니요|아니오|non|nein|нет|não|nao|لا|không|chưa|ไม่|ไม่ใช่)$/u;

/** A message without what stands around its words. */
export function bareOf(folded: string): string {
  return folded.replace(/[\s.,!?。，！？~～、…]+$/u, '').replace(/^[\s.,!?¡¿。，！？]+/u, '');
}
