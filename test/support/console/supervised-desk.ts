/** Whoever writes is to be answered within four seconds. */
export const SUPERVISED_DESK = {
  inboxes: [{ id: 'help', channel: 'email', address: 'help@desk.example', displayName: 'Help' }],
  profile: {
    languages: ['en', 'zh'],
    groups: {
      first: { name: { en: 'First line', zh: '一线客服' }, members: ['lin@desk.example'], supervisors: ['boss@desk.example'] },
      payment: { name: { en: 'Payment', zh: '支付组' }, members: ['boss@desk.example'] },
    },
    calendars: { always: { zone: 'Asia/Shanghai', hours: [{ days: 'daily', spans: ['0:00-24:00'] }] } },
    channels: { mail: { name: { en: 'Mail', zh: '邮件' }, inboxes: ['help'], hours: 'always' } },
    targets: { calendar: 'always', list: [{ key: 'fast', kind: 'response', length: '4 clock seconds' }] },
    routing: { default: 'first' },
    quality: {
      sheets: {
        answers: {
          name: { en: 'Answers', zh: '回复质检' },
          reviews: 'answers',
          share: 1,
          passAt: 80,
          criteria: [
            { key: 'correct', name: { en: 'Correct', zh: '准确' }, weight: 60 },
            { key: 'tone', name: { en: 'Tone', zh: '语气' }, weight: 40 },
          ],
        },
      },
    },
    surveys: {
      forms: { short: { kind: 'three-step' } },
      asked: [{ key: 'after', survey: 'short', way: 'agent' }],
      feedback: { readers: [{ key: 'director', name: { en: 'Director', zh: '总监' } }] },
    },
    reports: { thresholds: [{ key: 'late', metric: 'breached', above: 0, text: { en: 'Promises are missed', zh: '有承诺超时' } }] },
  },
};
