import { describe, expect, it } from '@jest/globals';
import { DeskField } from '../../desk/schema/fields.js';
import { toOwnWords } from './own-words.js';

const field = (name: string, more: object = {}) => DeskField.parse({ name, ...more });
const choices = (...given: [string, string, string?][]) => given.map(([value, name, priority]) => ({ value, name, priority }));
const FIELDS = {
  customer: field('客户名称', { section: '账户' }),
  device: field('设备', { kind: 'choice', choices: choices(['pc', '电脑'], ['phone', '手机']) }),
  steps: field('操作步骤', { kind: 'textarea' }),
  urgency: field('紧急程度', { kind: 'choice', choices: choices(['normal', '普通', 'normal'], ['critical', '特急', 'urgent']) }),
};

describe('what a customer said himself', () => {
  it('is a template without its labels, headings and unticked choices; how urgent it is stands in its field', () => {
    const text = '【账户】\n客户名称：天海\n设备：□ 电脑  ☑ 手机\n操作步骤：\n1. 打开\n2. 报错：500\n紧急程度：☑ 普通  □ 特急';
    expect(toOwnWords(text, FIELDS)).toBe('天海\n手机\n1. 打开\n2. 报错：500');
  });

  it('is a form without its labels', () => {
    expect(toOwnWords('客户名称：天海\n操作步骤：重启\n设备：电脑\n紧急程度：特急\n\n回执号：R-1', FIELDS)).toBe(
      '天海\n重启\n电脑\n\n回执号：R-1',
    );
  });

  it('is all of a letter but for what says the priority', () => {
    expect(toOwnWords('操作步骤：打不开\n紧急程度：普通', FIELDS)).toBe('操作步骤：打不开');
    expect(toOwnWords('特急！打不开', FIELDS)).toBe('特急！打不开');
  });
});
