import { describe, expect, it } from '@jest/globals';
import { RECORD_CODES, type RecordCode } from '#contracts/codes';
import { createInstance } from 'i18next';
import { words as en } from '../../../../words/en.js';
import { words as zh } from '../../../../words/zh-CN.js';
import type { RecordTools } from './read-record.js';
import { sayRecord } from './say-record.js';

const at = '2026-03-02T10:00:00.000Z';
const name = { zh: '名称', en: 'Name' };
/** As the desk keeps each: values in digits or Chinese, so that Latin letters can only be our own. */
const SAMPLES: Readonly<Record<RecordCode, Record<string, unknown>>> = {
  'access.opened': { rules: ['1'], names: [name] },
  'access.refused': { rule: '1', missing: ['verified', 'plan'], told: '1', name },
  'article.linked': { articleId: '1', title: 'Article', titles: { en: 'Article', zh: '文章' } },
  'article.unlinked': { articleId: '1' },
  'automatic.refused': { reason: 'survey', outcome: 'capped' },
  'booking.cancelled': { bookingId: '1', startsAt: at, name },
  'booking.moved': { bookingId: '1', startsAt: at, to: at, name },
  'bot.handed_over': { reason: 'asked', position: 2 },
  'call.noted': { points: { 1: '2' } },
  'case.estimate': { at, seq: 1, note: '备注' },
  'checklist.ended': { state: 'done', report: '1' },
  'checklist.started': { name },
  'closing.answered': { answer: 'not_asked', text: '1' },
  'closing.follow_up': { rule: '1' },
  'compensation.decided': { approved: true, amount: 5, unit: '元', reason: '1', note: null },
  'compensation.undecided': { amount: 5, unit: '元', reason: '1' },
  'consultation.answered': { question: '1', answer: '2' },
  'consultation.asked': { name: '1', groupId: '2', question: '3' },
  'consultation.withdrawn': { question: '1' },
  'contact.address_proved': { scheme: '1', value: '2' },
  'contact.changed': { undone: false },
  'contact.event': { name: 'chat.rated', data: { score: 4, comment: '好' } },
  'contact.made': { way: 'phone', reached: true, at, content: '1', result: '2', errorText: '3' },
  'contact.merged': { undone: true },
  'entries.moved': { kind: 'split', way: 'to', entries: 3, otherTicket: '1' },
  'escalation.undone': { reason: '1' },
  'evidence.given': { keys: ['1'], given: [{ name, value: '1' }] },
  'inbox.gap': { remoteIds: ['1', '2'], from: at, until: at, reason: '1' },
  'incident.announced': { customers: 3 },
  'incident.closed': { tickets: 3 },
  'incident.customers': { customers: 3, more: 1 },
  'incident.opened': { title: '1', customers: 3 },
  'incident.unlinked': { numbers: [], customers: 3 },
  'link.made': { number: '1', kind: 'parent' },
  'link.undone': {},
  'measure.asked': { subject: '1', risk: '2' },
  'measure.consented': { subject: '1', by: '2', how: '3' },
  'measure.ended': { subject: '1', result: '2', recording: '3' },
  'measure.refused': { subject: '1', by: '2', how: '3' },
  'measure.started': { subject: '1' },
  'message.parked': { reason: 'too_large', sizeBytes: 100, headers: { Subject: '1' } },
  'order.linked': { number: '1' },
  'order.unlinked': { number: '1' },
  'page.acknowledged': { name: '1' },
  'page.unanswered': { rota: '1', why: 'nobody_on_duty' },
  'plan.reported': { name: '1', text: '2' },
  'plan.started': { name, steps: [{ text: '1', dueAt: at }] },
  'plan.step_done': { text: '1', result: '2' },
  'proof.code_wrong': {},
  'proof.not_asked': { address: '1', reason: '2', fault: '3' },
  'proof.not_taken': { reason: '1', fault: '2' },
  'quarantine.decided': { decision: 'spam', undone: true },
  'reply.account_data': { kinds: ['1'], where: 'unproved', channel: '2', reason: '3' },
  'rule.failed': { rule: '1', fault: '2' },
  'snooze.ended': { why: 'customer_wrote' },
  'snooze.set': { until: at, note: null },
  'stage.entered': { fromName: name, toName: name, outcomeName: name, note: '1' },
  'stage.missed': { name, dueAt: at },
  'stage.undone': { fromName: name, toName: name },
  'survey.answered': { value: 4, step: '1', reason: '2', suggestion: '3' },
  'task.done': { text: '1', outcome: '2' },
  'task.reopened': { text: '1' },
  'task.wanted': { text: '1' },
  'ticket.escalated': { reasonName: name, groupName: name, problem: '1', impact: '2', tried: [], why: '3' },
  'ticket.given_back': { name: '1', reason: '2' },
  'ticket.joint_handling': { groups: ['1'], text: '2' },
  'ticket.task_given': { groups: ['1'], text: '2' },
  'ticket.task_withdrawn': { groups: ['1'], text: '2' },
  'transcript.refused': { email: '1', reason: 'own_address' },
};

async function toolsIn(language: 'en' | 'zh-CN'): Promise<RecordTools & { title: (code: RecordCode) => string }> {
  const i18n = createInstance();
  await i18n.init({ lng: language, resources: { en, 'zh-CN': zh }, interpolation: { escapeValue: false }, returnEmptyString: true });
  const t = i18n.getFixedT(language, 'thread') as unknown as RecordTools['t'];
  return {
    ...{ t, time: (at) => at.slice(0, 10), list: (words) => words.join(', '), group: (key) => key },
    pick: (text) => (typeof text === 'object' && text !== null ? text[language.slice(0, 2)]! : (text ?? null)),
    title: (code) => t(`event.${code.replaceAll('.', '_') as 'link_made'}`),
  };
}

describe('what a thread records', () => {
  it('is said of acts and of what was not taken in both languages by its code; what nobody has words for in the connector’s own', async () => {
    const [chinese, english] = [await toolsIn('zh-CN'), await toolsIn('en')];
    const say = (tools: RecordTools) => [
      sayRecord('contact.event', { name: 'x', act: { code: 'menu_button', values: { key: 'V1' } }, data: {} }, tools),
      sayRecord('contact.event', { name: 'danced', act: { code: 'danced' }, data: {} }, tools),
      sayRecord('message.parked', { reason: 'x', cause: { code: 'line_empty' }, sizeBytes: 1, headers: {} }, tools),
      sayRecord('message.parked', { reason: 'the fax jammed', cause: { code: 'jam' }, sizeBytes: 1, headers: {} }, tools),
      sayRecord('inbox.gap', { remoteIds: ['1', '2'], reason: 'x', cause: { code: 'mail_removed', values: {} } }, tools),
      sayRecord('inbox.gap', { remoteIds: [], reason: 'nobody looked' }, tools),
    ];
    expect(say(chinese)).toEqual([
      '点击了菜单按钮 V1。',
      'danced',
      '未接收（这一行是空的，1 字节）。',
      '未接收（the fax jammed，1 字节）。',
      '2 条消息在获取之前已经不在。 在获取之前已被他人从邮箱中移走。',
      '有消息在获取之前已经不在。 nobody looked',
    ]);
    expect(say(english)).toEqual([
      'Pressed the menu button V1.',
      'danced',
      'It was not taken (the line is empty, one byte).',
      'It was not taken (the fax jammed, one byte).',
      '2 messages were gone before they could be fetched. Somebody else removed them from the mailbox before.',
      'Messages were gone before they could be fetched. nobody looked',
    ]);
  });

  it('is said in Chinese, all of it, whatever it is', async () => {
    const tools = await toolsIn('zh-CN');
    const latin = RECORD_CODES.flatMap((code) => {
      const said = sayRecord(code, SAMPLES[code], tools);
      // What the desk's file words itself stays as it is.
      if (code === 'closing.follow_up') return [];
      return said === null || /[A-Za-z]{2,}/.test(said) || !/[㐀-鿿]/.test(tools.title(code)) ? [`${code}: ${said}`] : [];
    });
    expect(latin).toEqual([]);
  });

  it('is said in English as fully', async () => {
    const tools = await toolsIn('en');
    expect(RECORD_CODES.filter((code) => code !== 'closing.follow_up' && sayRecord(code, SAMPLES[code], tools) === null)).toEqual([]);
    expect(sayRecord('entries.moved', SAMPLES['entries.moved'], tools)).toBe('3 entries went to ticket 1.');
    expect(sayRecord('stage.entered', SAMPLES['stage.entered'], tools)).toBe('Name → Name (Name)\n1');
  });

  it('keeps its own sentence where it is of a code that nobody knows, or of a time before its values were kept', async () => {
    const tools = await toolsIn('en');
    expect([sayRecord('fax.jammed', {}, tools), sayRecord('constructor', {}, tools)]).toEqual([null, null]);
    expect(sayRecord('task.done', { taskId: '1' }, tools)).toBeNull();
    expect(sayRecord('entries.moved', { kind: 'move', otherTicket: '1' }, tools)).toBeNull();
  });
});
