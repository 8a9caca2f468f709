import type { z } from 'zod';
import type { FormFields, Wording } from './form-template.js';

const both = (zh: string, en: string): Wording => ({ zh, en });
const choice = (value: string, zh: string, en: string) => ({ value, label: both(zh, en) });

const ACCOUNT = both('账户', 'Account');
const ENVIRONMENT = both('使用环境', 'Environment');
const PROBLEM = both('问题', 'Problem');

/** What a support team needs to know to begin with: account, environment, problem. Used where an inbox names no fields of its own. */
export const INTAKE_TEMPLATE: z.input<typeof FormFields> = [
  { name: 'email', label: both('邮箱', 'Email'), kind: 'email', required: true, section: ACCOUNT },
  { name: 'user_id', label: both('用户 ID（如知道）', 'User ID, if known'), section: ACCOUNT },
  { name: 'plan', label: both('套餐', 'Plan'), section: ACCOUNT },
  { name: 'account_created', label: both('注册时间（大致）', 'Account created, roughly'), section: ACCOUNT },
  {
    name: 'os',
    label: both('操作系统', 'Operating system'),
    kind: 'choice',
    section: ENVIRONMENT,
    choices: [
      choice('windows', 'Windows', 'Windows'),
      choice('mac', 'Mac', 'Mac'),
      choice('ios', 'iOS', 'iOS'),
      choice('android', 'Android', 'Android'),
      choice('other', '其他', 'Other'),
    ],
  },
  { name: 'os_other', label: both('哪个操作系统', 'Which operating system'), section: ENVIRONMENT, when: { field: 'os', is: ['other'] } },
  { name: 'browser', label: both('浏览器及版本', 'Browser and version'), section: ENVIRONMENT },
  {
    name: 'device',
    label: both('设备', 'Device'),
    kind: 'choice',
    section: ENVIRONMENT,
    choices: [choice('computer', '电脑', 'Computer'), choice('phone', '手机', 'Phone'), choice('tablet', '平板', 'Tablet')],
  },
  {
    name: 'network',
    label: both('网络', 'Network'),
    kind: 'choice',
    section: ENVIRONMENT,
    choices: [choice('wifi', 'Wi-Fi', 'Wi-Fi'), choice('mobile', '移动网络', 'Mobile network')],
  },
  { name: 'summary', label: both('概述', 'Summary'), required: true, maxLength: 200, section: PROBLEM },
  { name: 'occurred', label: both('发生时间', 'When it happened'), section: PROBLEM },
  { name: 'symptom', label: both('现象', 'Symptom'), kind: 'textarea', required: true, section: PROBLEM },
  { name: 'steps', label: both('操作步骤', 'Steps'), kind: 'textarea', section: PROBLEM },
  { name: 'expected', label: both('期望结果', 'Expected result'), kind: 'textarea', section: PROBLEM },
  { name: 'actual', label: both('实际结果', 'Actual result'), kind: 'textarea', section: PROBLEM },
  { name: 'impact', label: both('影响', 'Impact'), kind: 'textarea', section: PROBLEM },
  {
    name: 'self_check',
    label: both('已自查', 'Checked already'),
    kind: 'choices',
    section: PROBLEM,
    choices: [
      choice('docs', '查看帮助文档', 'Looked into the help'),
      choice('restart', '重新启动或刷新', 'Restarted or reloaded'),
      choice('network', '检查网络', 'Checked the network'),
      choice('cache', '清除缓存和 Cookie', 'Cleared cache and cookies'),
      choice('device', '换设备或浏览器', 'Tried another device or browser'),
    ],
  },
];

/** The emergency button: what happened, and how to reach who pressed it. Nothing else is asked of somebody in a hurry. */
export const EMERGENCY_TEMPLATE: z.input<typeof FormFields> = [
  { name: 'summary', label: both('发生了什么', 'What happened'), kind: 'textarea', required: true, maxLength: 2_000 },
  { name: 'phone', label: both('联系电话', 'Phone'), kind: 'phone' },
  { name: 'email', label: both('邮箱', 'Email'), kind: 'email' },
];

/** Somebody who lost an account says whose it is; he proves it by the mail that goes to the account's address, not by what he writes here. */
export const APPEAL_TEMPLATE: z.input<typeof FormFields> = [
  {
    name: 'email',
    label: both('账户邮箱（验证邮件将发往此处）', 'Email of the account (the proof is sent there)'),
    kind: 'email',
    required: true,
  },
  { name: 'user_id', label: both('用户 ID（如知道）', 'User ID, if known') },
  {
    name: 'problem',
    label: both('账户的问题', 'What happened to the account'),
    kind: 'choice',
    required: true,
    choices: [
      choice('stolen', '被盗', 'Stolen'),
      choice('locked', '无法登录', 'Cannot sign in'),
      choice('banned', '被封禁', 'Banned'),
      choice('other', '其他', 'Other'),
    ],
  },
  { name: 'summary', label: both('说明', 'Explanation'), kind: 'textarea', required: true },
];
