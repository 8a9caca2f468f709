import type { MessagePart } from '#contracts';
import { stripBlanks } from './blanks.js';
import type { PuppetMessage } from './puppet-message.js';
import { elementOf, elementsOf, isXml } from './xml-fields.js';

/** Most lines of a forwarded conversation that are shown; the raw payload keeps all. */
const MOST_LINES = 100;

interface Notice {
  readonly code: string;
  readonly title: string;
  readonly data: Record<string, unknown>;
  readonly words?: string;
}

/** Kinds that are neither words nor files but say something: a part `system` with what can be read. Null for other kinds. */
export function toNoticePart(partId: string, { type, text }: PuppetMessage): MessagePart | null {
  const notice = readNotice(type, text);
  if (notice === null) return null;
  const fallback = [notice.title, notice.words].filter((line) => line !== undefined && line !== '').join('\n');
  return { partId, type: 'system', code: notice.code, data: notice.data, fallback };
}

function readNotice(type: string, text: string): Notice | null {
  switch (type) {
    case 'ChatHistory':
      return readChatHistory(text);
    case 'GroupNote': {
      const words = isXml(text) ? (elementOf(text, 'des') ?? elementOf(text, 'title') ?? '') : stripBlanks(text);
      return { code: 'wechat.group_note', title: '[group note]', data: { text: words }, words };
    }
    case 'Transfer': {
      const [amount, memo] = [elementOf(text, 'feedesc'), elementOf(text, 'pay_memo')];
      const plain = isXml(text) ? '' : stripBlanks(text);
      const data = { ...(amount === null ? {} : { amount }), ...(memo === null ? {} : { memo }) };
      return { code: 'wechat.transfer', title: `[transfer] ${amount ?? plain}`.trim(), data, words: memo ?? '' };
    }
    case 'RedEnvelope': {
      const wish = elementOf(text, 'receivertitle') ?? elementOf(text, 'sendertitle') ?? (isXml(text) ? '' : stripBlanks(text));
      return { code: 'wechat.red_envelope', title: `[red envelope] ${wish}`.trim(), data: wish === '' ? {} : { wish } };
    }
    case 'Recalled': {
      const words = elementOf(text, 'replacemsg') ?? (isXml(text) ? '' : stripBlanks(text));
      return { code: 'wechat.recalled', title: `[recalled] ${words}`.trim(), data: {} };
    }
    default:
      return null;
  }
}

function readChatHistory(text: string): Notice {
  const title = elementOf(text, 'title') ?? '';
  const record = elementOf(text, 'recorditem') ?? text;
  const [names, words] = [elementsOf(record, 'sourcename', MOST_LINES), elementsOf(record, 'datadesc', MOST_LINES)];
  const told = words.length > 0 ? words.map((line, index) => (names[index] ? `${names[index]}: ${line}` : line)) : [];
  const lines = told.length > 0 ? told : (elementOf(text, 'des') ?? '').split('\n').filter((line) => line.trim() !== '');
  const shown = lines.length > 0 || isXml(text) ? lines : [stripBlanks(text)];
  return { code: 'wechat.chat_history', title: `[chat history] ${title}`.trim(), data: { title, lines: shown }, words: shown.join('\n') };
}
