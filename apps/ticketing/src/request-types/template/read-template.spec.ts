import { describe, expect, it } from '@jest/globals';
import { DeskField } from '../../desk/schema/fields.js';
import { IntakeForm } from '../../desk/schema/forms.js';
import { readKnownFields } from '../fields/read-fields.js';
import { readTemplate } from './read-template.js';

const field = (zh: string, en: string, more: object = {}) => DeskField.parse({ name: { zh, en }, ...more });
const FIELDS = {
  email: field('邮箱', 'Email', { kind: 'email', section: { zh: '账户信息', en: 'Account' } }),
  plan: field('套餐类型', 'Plan'),
  registered: field('注册时间（大致）', 'Account created, roughly'),
  os: field('操作系统', 'Operating system', {
    kind: 'choice',
    section: { zh: '使用环境', en: 'Environment' },
    choices: ['windows', 'mac', 'ios', 'android'].map((value) => ({ value, name: value })),
  }),
  browser: field('浏览器', 'Browser and version', { aliases: ['浏览器版本'] }),
  network: field('网络环境', 'Network', {
    kind: 'choice',
    choices: [
      { value: 'wifi', name: 'Wi-Fi' },
      { value: 'mobile', name: { zh: '移动数据', en: 'Mobile data' } },
    ],
  }),
  summary: field('问题概述', 'Summary', { section: { zh: '问题描述', en: 'Problem' } }),
  symptom: field('问题现象', 'Symptom', { kind: 'textarea' }),
  steps: field('复现步骤', 'Steps', { kind: 'textarea' }),
  expected: field('期望结果', 'Expected', { kind: 'textarea' }),
  actual: field('实际结果', 'Actual', { kind: 'textarea' }),
  impact: field('影响程度', 'Impact', { kind: 'textarea' }),
};
const FORMS = { help: IntakeForm.parse({ name: '工单', fields: Object.keys(FIELDS) }) };

const PDF_EXPORT = `您好，简历导出一直失败，麻烦帮忙看一下。

一、账户信息
邮箱：liming@example.com
套餐类型：专业版
注册时间（大致）：2025年10月

二、使用环境
操作系统：☑ Windows  □ Mac  □ iOS  □ Android
浏览器版本：Chrome 131
网络环境：Wi-Fi

三、问题描述
**问题概述**：无法将简历导出为 PDF
- 问题现象：点击“导出 PDF”后转圈，约一分钟后提示“导出失败”
【复现步骤】
1. 登录账户，打开“产品经理”简历
2. 点击右上角“导出”
3. 选择：PDF 格式
期望结果：下载到 PDF 文件
实际结果：提示“导出失败”，没有文件
影响程度：今天要投递，无法提交`;

describe('a mail that follows the template', () => {
  it("is read as one form: the guide's export of a PDF", () => {
    const filled = readTemplate(PDF_EXPORT, FORMS, FIELDS);
    expect(filled?.form).toBe('help');
    expect(readKnownFields(FIELDS, filled!.values)).toEqual({
      email: 'liming@example.com',
      plan: '专业版',
      registered: '2025年10月',
      os: 'windows',
      browser: 'Chrome 131',
      network: 'wifi',
      summary: '无法将简历导出为 PDF',
      symptom: '点击“导出 PDF”后转圈，约一分钟后提示“导出失败”',
      steps: '1. 登录账户，打开“产品经理”简历\n2. 点击右上角“导出”\n3. 选择：PDF 格式',
      expected: '下载到 PDF 文件',
      actual: '提示“导出失败”，没有文件',
      impact: '今天要投递，无法提交',
    });
  });

  it('may be in English, with other marks and half of it empty', () => {
    const text =
      'Email: ann@example.com\r\nPlan:\r\nOperating system: [ ] Windows [x] Mac [ ] iOS\r\n### Summary\r\nNo PDF\r\nNetwork: Wi-Fi / Mobile data';
    expect(readTemplate(text, FORMS, FIELDS)?.values).toEqual({ email: 'ann@example.com', os: 'Mac', summary: 'No PDF' });
  });

  it('keeps the first of two lines with one label: the second is quoted or an example', () => {
    const text = '邮箱：a@example.com\n问题概述：一\n问题现象：二\n邮箱：b@example.com';
    expect(readTemplate(text, FORMS, FIELDS)?.values).toMatchObject({ email: 'a@example.com', symptom: '二\n邮箱：b@example.com' });
  });

  it.each([
    ['a letter', '你好，导出：失败了。\n我的邮箱：a@example.com，网络环境：家里'],
    ['two lines of it', '邮箱：a@example.com\n问题概述：导出失败'],
    [
      'the template as it was sent',
      '邮箱：\n套餐类型：\n操作系统：□ Windows □ Mac □ iOS □ Android\n网络环境：Wi-Fi / 移动数据\n问题概述：',
    ],
  ])('is not %s', (_, text) => {
    expect(readTemplate(text, FORMS, FIELDS)).toBeNull();
  });

  it('is that of its own form where there are several', () => {
    const forms = { short: IntakeForm.parse({ name: '短', fields: ['email', 'summary', 'symptom'] }), ...FORMS };
    expect(readTemplate(PDF_EXPORT, forms, FIELDS)?.form).toBe('help');
    expect(readTemplate('邮箱：a@example.com\n问题概述：一\n问题现象：二', forms, FIELDS)?.form).toBe('short');
  });
});
