import type { WordsLike } from '#page-kit';
import type { closing as en } from './words.en.js';

export const closing: WordsLike<typeof en> = {
  closing: {
    title: '结案',
    states: {
      asked: '已询问客户，等待回复',
      solved: '客户确认已解决',
      not_solved: '客户表示未解决',
      more: '已解决，另有其他问题',
      unclear: '客户回复待人工确认',
      silent: '客户未在期限内回复',
      not_asked: '未询问客户',
      withdrawn: '已取消询问',
    },
    said: '客户回复',
    archived: '归档时间',
    lacks: '尚缺',
    followUp: '回访',
    due: '{{when}} 前',
    keep: '保存归档资料',
    kept: '归档资料已保存。',
  },
  ratings: {
    title: '满意度',
    enter: '录入评分',
    none: '客户尚未评价。',
    points: '{{value}} 分（满分 {{most}}）',
    suggests: '建议：{{words}}',
    toldTo: '由 {{who}} 口头记录',
    ways: {
      tap: '渠道按钮评价',
      reply: '回复评价',
      link: '评价页面',
      keys: '电话按键评价',
      agent: '客服代录',
      message: '留言评价',
    },
  },
  archive: {
    process: '处理过程',
    solution: '解决方案',
    feedback: '客户反馈',
    article: '知识文章',
    findArticle: '查找文章',
    newProblem: '新问题',
    newProblemHint: '解决方案将生成知识库草稿。',
  },
};
