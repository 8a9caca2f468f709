const en = {
  title: 'Chat',
  close: 'Close',
  placeholder: 'Write a message',
  send: 'Send',
  attach: 'Attach a file',
  connecting: 'Connecting…',
  offline: 'No connection. What you write is sent when it is back.',
  closed: 'Nobody is here now. Leave a message and we will write to you.',
  typing: (name: string) => `${name || 'Somebody'} is typing…`,
  you: 'You',
  sending: 'sending',
  read: 'read',
  submit: 'Submit',
  required: 'required',
  older: 'Earlier messages',
  queued: (position?: number, minutes?: number) =>
    `You are waiting${position === undefined ? '' : `, number ${position} in line`}${minutes === undefined ? '' : ` (about ${minutes} min)`}.`,
  joined: (name?: string) => `${name ?? 'An agent'} has joined.`,
  ended: 'The conversation has ended.',
  rate: 'How was it?',
  rated: 'Thank you for your rating.',
  mail: 'Send me this conversation by mail',
  mailAsked: 'The conversation will be sent to you by mail.',
  yourMail: 'Your email address',
  uploading: (percent: number) => `Uploading… ${percent} %`,
  failed: 'The file could not be sent.',
  tooLarge: 'The file is too large.',
};

const zh: typeof en = {
  title: '在线咨询',
  close: '关闭',
  placeholder: '请输入消息',
  send: '发送',
  attach: '添加文件',
  connecting: '正在连接…',
  offline: '网络已断开，恢复后会自动发送您写的内容。',
  closed: '当前无人在线，请留言，我们会尽快与您联系。',
  typing: (name) => `${name || '对方'}正在输入…`,
  you: '您',
  sending: '发送中',
  read: '已读',
  submit: '提交',
  required: '必填',
  older: '更早的消息',
  queued: (position, minutes) =>
    `您正在排队${position === undefined ? '' : `，前面还有 ${Math.max(0, position - 1)} 位`}${minutes === undefined ? '' : `（约 ${minutes} 分钟）`}。`,
  joined: (name) => `${name ?? '客服'}已加入会话。`,
  ended: '会话已结束。',
  rate: '请为本次服务评分',
  rated: '感谢您的评价。',
  mail: '将会话记录发送到我的邮箱',
  mailAsked: '会话记录将发送到您的邮箱。',
  yourMail: '您的邮箱地址',
  uploading: (percent) => `正在上传… ${percent}%`,
  failed: '文件发送失败。',
  tooLarge: '文件过大。',
};

export type Words = typeof en;

export function wordsFor(locale: string): Words {
  return /^zh/i.test(locale) ? zh : en;
}
