import { describe, expect, it } from '@jest/globals';
import { Desk } from '../desk/desk-schema.js';
import { findCategoryFaults } from '../desk/schema/categories.js';
import { type Heard, judgeTicket, type JudgedFacts } from './judge-ticket.js';
import { type ModelInForce, recogniseCategory } from './local-recogniser.js';

const DESK = Desk.parse({
  categories: {
    account: {
      name: { zh: '账户', en: 'Account' },
      keywords: { zh: ['账号'], en: ['account'] },
      priority: 'normal',
      children: {
        login: { name: 'Login', keywords: { zh: ['登录'], en: ['log in'] } },
        password: { name: 'Password', keywords: { zh: ['密码'], en: ['password'] } },
      },
    },
    payment: {
      name: 'Payment',
      keywords: { zh: ['支付', '付款'], en: ['payment'] },
      children: { refund: { name: 'Refund', keywords: { zh: ['退款'], en: ['refund'] }, priority: 'low' } },
    },
    suggestion: { name: 'Suggestion', keywords: { zh: ['建议'] }, priority: 'low' },
  },
  urgent: {
    security: { name: 'Security', keywords: { zh: ['被盗'], en: ['hacked'] }, priority: 'urgent' },
    paid_unusable: { name: 'Paid feature unusable', keywords: { zh: ['完全*不能用'] }, plans: ['pro'] },
    refunds: { name: 'Refunds', categories: ['payment'] },
  },
  recognition: { mood: { angry: { raise: 'high', tags: ['angry'] } } },
});
const NEW: JudgedFacts = {
  language: null,
  category: null,
  mood: null,
  urgency: null,
  priority: 'normal',
  tags: [],
  contact: { language: null, plan: null },
};
const judge = (text: string, facts: Partial<JudgedFacts> = {}, opened = true, voice: Heard['voice'] = null) =>
  judgeTicket(DESK, {}, { ...NEW, ...facts }, { text, last: text, voice, opened });
const model = (label: string | null, ...shares: [string, number][]): ModelInForce => ({
  version: 7,
  threshold: 0.6,
  classify: () => ({ label, confidence: shares[0]?.[1] ?? 0, candidates: shares.map(([one, confidence]) => ({ label: one, confidence })) }),
});
const category = (text: string, one: ModelInForce | null = null) => recogniseCategory(DESK.categories, one, text);

describe('the category of a text', () => {
  it('is what the desk’s phrases say, the deeper one', () => {
    expect(category('我登录不了')).toMatchObject({ label: 'login', basis: 'phrases', because: ['登录'] });
    expect(category('cannot log in to my account')).toMatchObject({ label: 'login' });
  });

  it('is the one above where two below it are meant, and unsure between others', () => {
    expect(category('登录时密码错误')).toMatchObject({ label: 'account' });
    expect(category('账号支付').label).toBeNull();
    expect(category('你好')).toMatchObject({ label: null, confidence: 0, candidates: [] });
  });

  it('is the model’s where phrases say nothing, and theirs where it is unsure', () => {
    expect(category('hm', model('refund', ['refund', 0.9]))).toMatchObject({ label: 'refund', basis: 'model', modelVersion: 7 });
    expect(category('退款', model(null, ['login', 0.3], ['payment', 0.2]))).toMatchObject({ label: 'refund', basis: 'phrases' });
  });

  it('is told by both together when they agree, and left open when they do not', () => {
    expect(category('退款', model('refund', ['refund', 0.7]))).toMatchObject({ label: 'refund', basis: 'both', confidence: 0.9 });
    expect(category('退款', model('login', ['login', 0.7])).label).toBeNull();
    expect(category('密码', model('login', ['login', 0.7])).label).toBe('account');
    expect(category('账号', model('login', ['login', 0.7])).label).toBe('login');
  });

  it('is the one above where its children are sure only together', () => {
    expect(category('hm', model(null, ['login', 0.4], ['password', 0.35], ['refund', 0.2]))).toMatchObject({
      label: 'account',
      confidence: 0.75,
    });
  });

  it.each(['你好', '您好，在吗？', 'Hi there, good morning!', 'hello, I need help', '谢谢！', ''])('is not guessed from %j', (text) => {
    expect(category(text, model('refund', ['refund', 0.99]))).toMatchObject({ label: null });
  });

  it.each(['你好，付不了', 'hello, card declined', 'highlights are gone'])('is asked of the model for %j', (text) => {
    expect(category(text, model('refund', ['refund', 0.99]))).toMatchObject({ label: 'refund' });
  });

  it('is never one that the desk has no more', () => {
    expect(category('hm', model('gone', ['gone', 0.9], ['login', 0.05])).label).toBeNull();
  });
});

describe('what words change of a ticket', () => {
  it('a new one gets language, category, its priority and mood', () => {
    expect(judge('我想申请退款').edit).toEqual({
      language: 'zh',
      category: 'refund',
      mood: 'neutral',
      urgency: 'refunds',
      priority: 'high',
    });
    expect(judge('我有个建议').edit).toEqual({ language: 'zh', category: 'suggestion', mood: 'neutral', priority: 'low' });
  });

  it('what a door or an agent said stays', () => {
    const said = { category: 'login', language: 'ja', urgency: 'security', priority: 'high' as const };
    expect(judge('我有个建议，支付', said).edit).toEqual({ mood: 'neutral' });
    expect(judge('hello', { category: 'suggestion' }).edit).toMatchObject({ priority: 'low' });
    expect(judge('hello', { category: 'suggestion' }, false).edit).not.toHaveProperty('priority');
  });

  it('urgent beats the category, and a higher priority stays', () => {
    expect(judge('建议：我的账号被盗了').edit).toMatchObject({ urgency: 'security', priority: 'urgent' });
    expect(judge('退款', { priority: 'urgent' }).edit).not.toHaveProperty('priority');
    expect(judge('账号没有被盗').edit).not.toHaveProperty('urgency');
  });

  it('a definition for some plans holds for their customers', () => {
    const text = '导出功能完全不能用';
    expect(judge(text).urgent).toBeNull();
    expect(judge(text, { contact: { language: null, plan: 'pro' } })).toMatchObject({
      urgent: 'paid_unusable',
      edit: { priority: 'high' },
    });
  });

  it('anger raises and marks it; calm words later do not take that back', () => {
    expect(judge('气死我了，垃圾').edit).toMatchObject({ mood: 'angry', priority: 'high', tags: ['angry'] });
    expect(judge('请问怎么弄', { mood: 'angry' }).edit).not.toHaveProperty('mood');
    expect(judge('非常满意，谢谢', { mood: 'angry' }).edit).toMatchObject({ mood: 'satisfied' });
  });

  it('the mood is what the voice says, unless the words are graver', () => {
    const heard = (text: string, voice: Heard['voice'], facts: Partial<JudgedFacts> = {}) => {
      const { edit, recognised } = judge(text, facts, true, voice);
      return [edit.mood, edit.priority, recognised.mood?.basis];
    };
    expect(heard('请问怎么弄', 'angry')).toEqual(['angry', 'high', 'speech']);
    expect(heard('气死我了，垃圾', 'angry')).toEqual(['angry', 'high', 'speech']);
    expect(heard('气死我了，垃圾', 'satisfied')).toEqual(['angry', 'high', 'words']);
    expect(heard('请问怎么弄', 'satisfied')).toEqual(['satisfied', undefined, 'speech']);
    expect(heard('请问怎么弄', 'neutral', { mood: 'angry' })).toEqual(['neutral', undefined, 'speech']);
  });

  it('words that say no language leave the contact’s', () => {
    expect(judge('12345', { contact: { language: 'en', plan: null } }).edit).toMatchObject({ language: 'en' });
  });
});

describe('categories of a desk file', () => {
  it('have keys that are used once, and are there where they are named', () => {
    const faulty = Desk.parse({
      categories: { a: { name: 'A', children: { b: { name: 'B' } } }, b: { name: 'B' }, c: { name: 'C', children: { a: { name: 'A' } } } },
      urgent: { x: { name: 'X', categories: ['nothing'] } },
    });
    expect(findCategoryFaults(faulty).map(({ path }) => path.join('.'))).toEqual([
      'categories.b',
      'categories.c.children.a',
      'urgent.x.categories.0',
    ]);
  });
});
