import { cutTicketNumbers, findTicketNumbers } from './ticket-number.js';

/** A subject taken apart: what it is about, whether it answers something, and the ticket numbers in it. */
export interface Topic {
  /** Lower case, without reply, forward and list marks and ticket tags; '' where nothing is left. */
  readonly bare: string;
  /** `reply`: the subject says so (Re:, 回复：); `conversation`: only the client's own conversation title says so; `none`. */
  readonly mark: 'reply' | 'conversation' | 'none';
  /** Ticket numbers, as we write them. */
  readonly numbers: readonly string[];
}

/** Words before a colon that clients put for "answer", by language where they are not English or Chinese. */
const REPLY_WORDS = [
  ...['re', 'reply', 'response', '回复', '回復', '回覆', '答复', '答復', '答覆', '回信', '回應', '回应'],
  ...['aw', 'antw', 'antwort', 'betr', 'sv', 'svar', 'vs', 'réponse', 'rép', 'r', 'rif', 'ris'],
  ...['res', 'resp', 'resposta', 'respuesta', 'odp', 'odpowiedź', 'odg', 'odpověď', 'ynt', 'cevap', 'vá', 'válasz'],
  ...['отв', 'ответ', 'відп', 'σχετ', 'απ', 'απάντηση', 'bls', 'balas', 'atb', 'trả lời', '返信', '답장', '회신', 'ตอบกลับ', 'השב', 'رد'],
  ...['automatic reply', 'auto reply', 'auto-reply', 'autoreply', 'out of office', '自动回复', '自動回覆', '自動回復', '自动答复'],
  ...[
    '自動応答',
    '自動返信',
    'automatische antwort',
    'abwesenheitsnotiz',
    'réponse automatique',
    'respuesta automática',
    'resposta automática',
  ],
  ...['risposta automatica', 'автоответ', 'automatisch antwoord', 'automatiskt svar'],
];
const FORWARD_WORDS = [
  ...[
    'fwd',
    'fw',
    'forward',
    '转发',
    '轉發',
    '轉寄',
    '转寄',
    'wg',
    'tr',
    'vb',
    'vl',
    'vid',
    'doorst',
    'rv',
    'enc',
    'i',
    'pd',
    'ilt',
    'i̇lt',
  ],
  ...['továbbítás', 'továbbított', 'πρθ', 'трансл', 'пер', 'пересл', '転送', '전달', 'ส่งต่อ', 'הועבר'],
];

const wordsOf = (words: readonly string[]) => [...words].sort((a, b) => b.length - a.length).join('|');
/** `Re:`, `RE :`, `Re[2]:`, `Re^3:`, `Re(2):`, `回复：`; NFKC has made the full-width colon an ordinary one. */
const MARK = new RegExp(
  `^(?:(${wordsOf(REPLY_WORDS)})|(?:${wordsOf(FORWARD_WORDS)})) ?(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\)|\\^?\\d{1,3})? ?: ?`,
  'u',
);
/** A list's name, never `[patch 1/2]`: tags that hold digits or say what kind of thing follows tell two subjects apart. */
const LIST_TAG = /^\[(?![^\]]*(?:\d|patch|rfc|bug|fix|resend))[^[\]]{1,60}\] ?/u;
/** `【技术支持】` as our tag has it, and brackets that a number left empty. */
const OUR_TAG = /【\s*技[术術]支[持援]\s*】|\[\s*技[术術]支[持援]\s*\]|\[\s*#?\s*\]|【\s*#?\s*】|\(\s*#?\s*\)/g;
/** NFKC folds wide brackets other than 【】; invisible marks of direction and width go. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/** Nothing to fold: printable ASCII with single blanks. */
const PLAIN = /^(?:[!-~]| (?! ))*$/;

/** Marks one after another are few in life; a subject of marks alone must not cost more. */
const MOST_MARKS = 20;

/**
 * @param conversationTitle the title that the client keeps for the whole conversation (Outlook's Thread-Topic), where there is one
 */
export function readTopic(subject: string | null, conversationTitle: string | null = null): Topic {
  const folded = fold(subject ?? '');
  const numbers = /\d{8}/.test(folded) ? findTicketNumbers(folded) : [];
  const { bare, reply } = takeMarksOff(numbers.length > 0 ? cutTicketNumbers(folded) : folded);
  const title = conversationTitle === null ? '' : takeMarksOff(cutTicketNumbers(fold(conversationTitle))).bare;
  if (title === '') return { bare, mark: reply ? 'reply' : 'none', numbers };
  // a word before the title that we do not know is still some client's mark: "Svar på: title"
  const marked = reply || (bare.endsWith(title) && /: ?$/.test(bare.slice(0, -title.length)));
  return { bare: title, mark: marked ? 'reply' : 'conversation', numbers };
}

/** Whatever NFKC makes a colon of. */
const COLON = /[:：﹕︓]/;

/** The subject as it was written, without the marks of answers and forwards before it. */
export function cutMarks(subject: string): string {
  let rest = subject.trim();
  for (let marks = 0; marks < MOST_MARKS; marks += 1) {
    const colon = rest.search(COLON);
    // One letter may be the writer's own: `R: drive is full`.
    if (colon < 2 || !MARK.test(fold(rest.slice(0, colon + 1)).toLowerCase())) break;
    rest = rest.slice(colon + 1).trimStart();
  }
  return rest;
}

function takeMarksOff(subject: string): { bare: string; reply: boolean } {
  let rest = subject.toLowerCase().replace(OUR_TAG, ' ').replace(/\s+/g, ' ').trim();
  let reply: boolean | null = null;
  for (let marks = 0; marks < MOST_MARKS; marks += 1) {
    const mark = MARK.exec(rest);
    const found = mark ?? LIST_TAG.exec(rest);
    if (found === null) break;
    // the outermost mark tells what this message is: a forwarded answer is no answer
    if (mark !== null) reply ??= mark[1] !== undefined;
    rest = rest.slice(found[0].length).trimStart();
  }
  return { bare: rest, reply: reply ?? false };
}

function fold(text: string): string {
  if (PLAIN.test(text)) return text.trim();
  return text.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}
