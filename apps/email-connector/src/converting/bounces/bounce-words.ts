import type { ErrorCategory } from '#contracts';

export type BounceLanguage = 'en' | 'zh';

interface Words {
  readonly message: string;
  readonly hint: string;
}

type Told = Extract<
  ErrorCategory,
  'recipient_invalid' | 'quota_exceeded' | 'recipient_blocked' | 'content_rejected' | 'too_large' | 'provider_unavailable' | 'unknown'
>;

/** What an agent reads of an answer that came back: what happened to whom, and what to do. */
const WORDS: Readonly<Record<BounceLanguage, Readonly<Record<Told, Words>>>> = {
  en: {
    recipient_invalid: { message: 'this address does not exist or no longer takes mail', hint: 'ask the customer for another address' },
    quota_exceeded: { message: 'the mailbox of the customer is full', hint: 'try again later, or another channel' },
    recipient_blocked: { message: 'the receiving side refuses our mail', hint: 'ask its postmaster, or use another channel' },
    content_rejected: {
      message: 'the receiving side took the mail for unwanted content',
      hint: 'change the text or attachments and send again',
    },
    too_large: { message: 'the mail was too large for the receiving side', hint: 'send fewer or smaller attachments, or a link' },
    provider_unavailable: {
      message: 'the receiving side could not be reached for too long',
      hint: 'send it again later, or use another channel',
    },
    unknown: { message: 'the mail came back', hint: 'read the report in the thread' },
  },
  zh: {
    recipient_invalid: { message: '该地址不存在或已停用', hint: '请向客户询问其他地址' },
    quota_exceeded: { message: '客户的邮箱已满', hint: '请稍后重试，或改用其他渠道' },
    recipient_blocked: { message: '对方拒收我们的邮件', hint: '请联系对方邮件管理员，或改用其他渠道' },
    content_rejected: { message: '对方将邮件判定为垃圾邮件或不当内容', hint: '请修改正文或附件后重新发送' },
    too_large: { message: '邮件超过对方允许的大小', hint: '请减少或压缩附件，或改发链接' },
    provider_unavailable: { message: '长时间无法连接到对方的邮件服务器', hint: '请稍后重新发送，或改用其他渠道' },
    unknown: { message: '邮件被退回', hint: '请查看会话中的退信原文' },
  },
};

export function findBounceWords(category: ErrorCategory, language: BounceLanguage): Words {
  const words: Partial<Record<ErrorCategory, Words>> = WORDS[language];
  return words[category] ?? WORDS[language].unknown;
}
