/** A small shop whose customers' pages have something of everything: topics, a check, a form, doors, hours, stages. */
export const PORTAL_DESK = {
  deskSettings: { name: 'Little Shop', timeZone: 'Asia/Shanghai', language: 'zh' },
  inboxes: [
    { id: 'support', channel: 'email', address: 'support@shop.example', displayName: '小店客服' },
    {
      ...{
        id: 'tickets',
        channel: 'form',
        provider: 'form',
        displayName: '提交工单',
        language: 'zh',
        minimumSeconds: 0,
        perAddressPerHour: 500,
        proofOfWork: { bits: 14, secondsWithout: 600 },
      },
      fields: [
        { name: 'email', label: { zh: '邮箱', en: 'Email' }, kind: 'email', required: true },
        { name: 'summary', label: { zh: '概述', en: 'Summary' }, required: true, maxLength: 200 },
        { name: 'symptom', label: { zh: '现象', en: 'Symptom' }, kind: 'textarea', required: true },
        {
          ...{ name: 'self_check', label: { zh: '已自查', en: 'Checked already' }, kind: 'choices' },
          choices: [
            { value: 'restart', label: { zh: '重新启动', en: 'Restarted' } },
            { value: 'network', label: { zh: '检查网络', en: 'Checked the network' } },
          ],
        },
      ],
    },
  ],
  profile: {
    languages: ['zh', 'en', 'ja', 'ko', 'es', 'fr', 'de', 'ru', 'pt', 'it', 'ar', 'vi'],
    appearance: { name: { zh: '小店', en: 'Little Shop', ar: 'متجر صغير' }, accent: '#c2410c' },
    progress: { link: true },
    surveys: {
      forms: { stars: { kind: 'csat', thanks: { zh: '谢谢您！', ja: 'ありがとうございました！' } } },
      asked: [{ key: 'after-mails', survey: 'stars', after: 'closed', channels: ['email'], way: 'link' }],
    },
    knowledge: {
      sections: [
        {
          key: 'orders',
          name: { zh: '订单', en: 'Orders', ar: 'الطلبات' },
          sections: [{ key: 'sync', name: { zh: '订单同步', en: 'Order sync' } }],
        },
        { key: 'billing', name: { zh: '账单', en: 'Billing', ar: 'الفواتير' }, sections: [] },
      ],
      helpLinks: [{ kind: 'community', name: { zh: '用户交流群', en: 'Community' }, url: 'https://community.shop.example/' }],
      articles: {
        'order-sync': {
          section: 'sync',
          kind: 'guide',
          texts: {
            zh: {
              title: '订单同步延迟',
              keywords: ['漏单'],
              body: '请依次检查：\n1. 打开店铺管理，查看授权。\n2. 点手动同步。\n仍然缺少时请联系我们。',
            },
            en: {
              title: 'Orders arrive late',
              keywords: ['missing'],
              body: 'Look at these:\n1. Open Stores.\n2. Press Sync now.\nOtherwise write to us.',
            },
          },
        },
      },
    },
    checklists: {
      lists: {
        'self-check': {
          ...{ name: { zh: '提交前自查', en: 'Check first' }, for: 'customer' },
          steps: [
            { key: 'restart', text: { zh: '重新启动', en: 'Restart' } },
            { key: 'network', text: { zh: '检查网络', en: 'Check the network' } },
          ],
        },
      },
    },
    calendars: {
      always: { zone: 'Asia/Shanghai', hours: [{ days: 'daily', spans: ['00:00-24:00'] }] },
      never: { zone: 'Asia/Shanghai', hours: [{ days: 'mon', spans: ['03:00-03:30'] }] },
    },
    channels: {
      email: { name: { zh: '邮件', en: 'Email' }, hours: 'always' },
      phone: { name: { zh: '电话', en: 'Phone' }, hours: 'never' },
    },
    doors: {
      mail: {
        name: { zh: '邮件', en: 'Email' },
        channel: 'email',
        address: 'support@shop.example',
        purpose: { zh: '复杂问题', en: 'complex matters' },
      },
      phone: {
        name: { zh: '电话', en: 'Phone' },
        channel: 'phone',
        address: '400-800-1234',
        purpose: { zh: '紧急故障', en: 'urgent faults' },
      },
    },
    reports: {
      promises: [
        {
          key: 'mail',
          name: { zh: '邮件', en: 'Email' },
          for: { zh: '复杂问题', en: 'complex matters' },
          says: { zh: '4 小时内', en: 'within 4 h' },
          channels: ['email'],
          measure: 'first-answer',
          within: '4h',
          share: 0.9,
        },
      ],
    },
  },
} as const;
