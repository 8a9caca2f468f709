import type { WordsLike } from './words.js';
import type { kit as en } from './words.en.js';

export const kit: WordsLike<typeof en> = {
  close: '关闭',
  cancel: '取消',
  save: '保存',
  loading: '正在加载…',
  tryAgain: '重试',
  more: '显示更多',
  language: '语言',
  copy: '复制',
  copied: '已复制',
  problem: {
    offline: '服务台没有响应。',
    offlineAbout: '网络可能已断开，或服务台正在启动。您写的内容不会丢失。',
    signedOut: '您已退出登录。',
    signedOutAbout: '请重新登录后继续。',
    forbidden: '您没有权限执行此操作。',
    notFound: '找不到此内容。',
    conflict: '已有人先一步修改。',
    conflictAbout: '请查看当前内容，再重新操作。',
    tooOften: '尝试次数过多。',
    tooOftenAbout: '请等待一分钟后再试。',
    broken: '服务台未能完成操作。',
    refused: '服务台未接受此操作。',
  },
};
