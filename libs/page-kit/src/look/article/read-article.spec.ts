import { describe, expect, it } from '@jest/globals';
import { readArticle } from './read-article.js';

describe('the text of an article', () => {
  it('has paragraphs, steps, points and headings', () => {
    expect(readArticle('# 导出\n先看这里：\n1. 打开\n2、点导出\n\n- 一点\n完成')).toEqual([
      { kind: 'heading', text: '导出' },
      { kind: 'paragraph', text: '先看这里：' },
      { kind: 'steps', items: ['打开', '点导出'] },
      { kind: 'points', items: ['一点'] },
      { kind: 'paragraph', text: '完成' },
    ]);
  });
});
