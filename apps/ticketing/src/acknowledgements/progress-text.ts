import type { Settings } from '#runtime';
import { showMoment } from '../desk/show-moment.js';
import type { TicketStatus } from '../tickets/ticket-state.js';
import type { TicketProgress } from './progress.repository.js';

type Desk = Pick<Settings['deskSettings'], 'language' | 'timeZone'>;

interface Words {
  readonly status: Readonly<Record<TicketStatus, string>>;
  readonly next: Readonly<Record<TicketStatus, string>>;
  ticket(number: string, subject: string): string;
  state(status: string): string;
  last(by: 'customer' | 'desk', at: string): string;
  callBack(by: string | null): string;
  unknown(number: string): string;
  readonly none: string;
  readonly more: string;
}

const LONGEST_SUBJECT = 40;

/** How tickets stand, in the desk's language: each with its number, state, the last word, and what comes next. `number`: what was asked for. */
export function writeProgress(desk: Desk, number: string | null, tickets: readonly TicketProgress[]): string {
  const words = WORDS[desk.language];
  const described = tickets.map((ticket) => describe(words, ticket, desk.timeZone));
  if (number !== null) return described.length === 0 ? words.unknown(number) : described.join('\n\n');
  return [...(described.length === 0 ? [words.none] : described), words.more].join('\n\n');
}

function describe(words: Words, { number, subject, status, last, callBack }: TicketProgress, timeZone: string): string {
  const short = subject.length <= LONGEST_SUBJECT ? subject : `${subject.slice(0, LONGEST_SUBJECT - 1)}…`;
  return [
    words.ticket(number, short),
    words.state(words.status[status]),
    ...(last === null ? [] : [words.last(last.by, showMoment(last.at, timeZone))]),
    callBack === null ? words.next[status] : words.callBack(callBack.by === null ? null : showMoment(callBack.by, timeZone)),
  ].join('\n');
}

const WORDS: Readonly<Record<Desk['language'], Words>> = {
  en: {
    status: {
      new: 'received',
      open: 'we are working on it',
      pending: 'we have answered and wait for you',
      solved: 'solved',
      closed: 'closed',
    },
    next: {
      new: 'Next: somebody of us takes it up and answers you.',
      open: 'Next: we answer you here or the way you wrote to us.',
      pending: 'Next: please reply to our last message.',
      solved: 'If it is not solved, just write to us.',
      closed: 'If something is left, just write to us.',
    },
    ticket: (number, subject) => (subject === '' ? `Request ${number}` : `Request ${number}: ${subject}`),
    state: (status) => `State: ${status}`,
    last: (by, at) => `Last: ${by === 'desk' ? 'we answered' : 'you wrote to us'} at ${at}`,
    callBack: (by) => (by === null ? 'Next: we call you back.' : `Next: we call you back by ${by}.`),
    unknown: (number) => `There is no request of yours under the number ${number}. Please check it.`,
    none: 'You have no open request.',
    more: 'To see how a request stands, type its number or the number of your order.',
  },
  zh: {
    status: { new: '已受理', open: '处理中', pending: '已答复，等待您的回复', solved: '已解决', closed: '已关闭' },
    next: {
      new: '下一步：客服人员将接手并答复您。',
      open: '下一步：我们处理后会尽快答复您。',
      pending: '下一步：请回复我们的上一条消息。',
      solved: '如仍未解决，请直接留言。',
      closed: '如还有其他问题，请直接留言。',
    },
    ticket: (number, subject) => (subject === '' ? `受理编号 ${number}` : `受理编号 ${number}：${subject}`),
    state: (status) => `状态：${status}`,
    last: (by, at) => `最近进展：${at} ${by === 'desk' ? '我们已答复您' : '收到您的消息'}`,
    callBack: (by) => (by === null ? '下一步：我们将给您回电。' : `下一步：我们将在 ${by} 前给您回电。`),
    unknown: (number) => `未查询到您名下编号为 ${number} 的服务请求，请核对后重新输入。`,
    none: '您目前没有处理中的服务请求。',
    more: '如需查询进度，请输入受理编号或订单号。',
  },
};
