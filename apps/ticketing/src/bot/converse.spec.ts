import { describe, expect, it } from '@jest/globals';
import { BotSection, findBotFaults } from '../desk/schema/bot.js';
import { CategoriesSection } from '../desk/schema/categories.js';
import type { FoundAnswer } from './answer-finder.js';
import { BEGINNING, converse, type BotPlace, type BotTurn } from './converse.js';

const BOT = BotSection.parse({
  channels: ['webchat'],
  emergency: {
    words: { zh: ['店铺打不开'], en: ['shop is down'] },
    set: { priority: 'urgent', tags: ['emergency'] },
    say: { zh: '已提交紧急工单', en: 'Filed as an emergency.' },
  },
  scripts: {
    order: {
      name: { zh: '查订单', en: 'Order' },
      words: { zh: ['查订单', '订单在哪'], en: ['where is my order'] },
      categories: ['logistics'],
      first: 'number',
      steps: {
        number: { say: { zh: '请输入订单号', en: 'Which order number?' }, field: 'order_number', pattern: '^[0-9]{4,}$', to: 'kind' },
        kind: {
          say: { zh: '哪种情况？', en: 'What happened to {{order_number}}?' },
          choices: [
            { label: { zh: '还没发货', en: 'Not sent' }, words: { en: ['not shipped'] }, to: 'wait' },
            { label: { zh: '丢件', en: 'Lost' }, to: 'lost' },
          ],
        },
        wait: { say: { zh: '48小时内发货', en: 'It leaves within 48 hours.' }, end: 'solved' },
        lost: { set: { category: 'logistics', tags: ['lost'] }, end: 'person' },
      },
    },
  },
  answers: [
    { key: 'hours', question: { zh: '营业时间', en: 'opening hours' }, answer: { zh: '每天8点到24点', en: 'Daily 8:00 to 24:00.' } },
  ],
});
const ARTICLE: FoundAnswer = { key: 'sync', title: 'Order sync', text: 'Press “sync now”.', score: 0.8 };

const talk = (text: string, place: BotPlace = BEGINNING, more: { language?: string; category?: string; found?: FoundAnswer | null } = {}) =>
  converse({ bot: BOT, deskLanguage: 'zh', find: () => Promise.resolve(more.found ?? null) }, place, {
    text,
    language: more.language ?? 'en',
    category: more.category ?? null,
  });
const saysOf = ({ say }: BotTurn) => say.map(({ text }) => text).join('\n');

/** Says one after the other; returns the last turn. */
async function say(...texts: string[]): Promise<BotTurn> {
  let turn = await talk(texts[0]!);
  for (const text of texts.slice(1)) turn = await talk(text, turn.place);
  return turn;
}

describe('a bot', () => {
  it.each([
    ['en', 'I want to talk to a human now'],
    ['en', 'Agent!'],
    ['zh', '麻烦转人工'],
    ['zh', '人工'],
    ['ja', '担当者につないでください'],
    ['ko', '상담원 연결해 주세요'],
    ['es', 'Quiero hablar con una persona'],
    ['fr', 'Je veux parler à un humain'],
    ['de', 'Ich möchte mit einem Menschen sprechen'],
    ['ru', 'Позовите оператора'],
    ['pt', 'Quero falar com um atendente'],
    ['it', 'Vorrei parlare con un operatore'],
    ['ar', 'أريد التحدث مع شخص'],
    ['vi', 'Tôi muốn gặp nhân viên'],
    ['th', 'ขอคุยกับเจ้าหน้าที่'],
  ])('hands over who asks for a person in %s: %s', async (language, text) => {
    const middle = await say('where is my order');
    expect((await talk(text, middle.place, { language })).end).toEqual({ kind: 'person', reason: 'asked' });
  });

  it('does not hand over who wants no person', async () => {
    expect((await talk('I do not want to talk to a human')).end).toBeNull();
  });

  it('leads through a script over several turns, in the customer’s language', async () => {
    const first = await talk('where is my order');
    expect(saysOf(first)).toBe('Which order number?');
    const wrong = await talk('no idea', first.place);
    expect(wrong.place).toMatchObject({ step: 'number', misses: 1 });
    const second = await talk('12345', wrong.place);
    expect(saysOf(second)).toBe('What happened to 12345?\n1. Not sent\n2. Lost');
    expect(second).toMatchObject({ fields: { order_number: '12345' }, place: { misses: 0 } });
    const end = await talk('It has not shipped', second.place);
    expect(saysOf(end)).toContain('It leaves within 48 hours.');
    expect(saysOf(end)).toContain('Does this solve it?');
    expect((await talk('yes', end.place)).end).toEqual({ kind: 'solved' });
    expect(saysOf(await talk('订单在哪', BEGINNING, { language: 'zh' }))).toBe('请输入订单号');
  });

  it('takes a number, a label or words for a choice, and what fits two for none', async () => {
    const asked = await say('where is my order', '12345');
    for (const text of ['2', '2.', 'lost', 'I think it is lost'])
      expect(await talk(text, asked.place)).toMatchObject({
        end: { kind: 'person', reason: 'script' },
        set: [{ category: 'logistics', tags: ['lost'] }],
      });
    for (const text of ['7', 'not shipped or lost', 'hm'])
      expect((await talk(text, asked.place)).place).toMatchObject({ step: 'kind', misses: 1 });
  });

  it('hands over who goes on answering what does not fit', async () => {
    expect((await say('where is my order', 'a', 'b', 'c')).end).toEqual({ kind: 'person', reason: 'unknown' });
  });

  it('leaves a script for another question', async () => {
    expect(saysOf(await say('where is my order', 'what are your opening hours'))).toContain('Daily 8:00 to 24:00.');
  });

  it('begins a script by the recognised category', async () => {
    expect((await talk('parcel??', BEGINNING, { category: 'logistics' })).place).toMatchObject({ script: 'order', step: 'number' });
  });

  it('answers from the knowledge base what is sure enough, and asks whether it helped', async () => {
    const turn = await talk('orders do not sync', BEGINNING, { found: ARTICLE });
    expect(turn).toMatchObject({ say: [{ from: { kind: 'knowledge', key: 'sync', score: 0.8 } }], place: { askedHelped: true } });
    expect(saysOf(turn)).toMatch(/^Press “sync now”\.\n\nDoes this solve it/);
    expect((await talk('no', turn.place)).place.misses).toBe(1);
    expect(saysOf(await talk('orders do not sync', BEGINNING, { found: { ...ARTICLE, score: 0.1 } }))).toContain('I found no answer');
  });

  it('says once that it does not know, then a person takes over', async () => {
    expect((await say('quantum')).end).toBeNull();
    expect((await say('quantum', 'flux')).end).toEqual({ kind: 'person', reason: 'unknown' });
  });

  it('files an emergency from anywhere', async () => {
    const turn = await say('where is my order', 'the whole shop is down!');
    expect(turn).toMatchObject({ end: { kind: 'person', reason: 'emergency' }, set: [{ priority: 'urgent', tags: ['emergency'] }] });
    expect(saysOf(turn)).toBe('Filed as an emergency.');
  });

  it('talks no longer than the desk wants', async () => {
    expect((await talk('opening hours', { ...BEGINNING, turns: 20 })).end).toEqual({ kind: 'person', reason: 'too_long' });
  });

  it('begins anew where a newer desk has not its script', async () => {
    expect(saysOf(await talk('opening hours', { ...BEGINNING, script: 'gone', step: 'gone' }))).toContain('8:00');
  });
});

describe('a bot’s section', () => {
  it('may refer only to what is there', () => {
    const bot = BotSection.parse({
      reviewers: 'nobody',
      scripts: {
        a: {
          name: 'a',
          first: 'none',
          steps: { one: { pattern: '(', to: 'two', set: { category: 'x' }, choices: [{ label: 'l', to: 'three' }] } },
        },
      },
    });
    expect(
      findBotFaults({ bot, categories: CategoriesSection.parse({}), groups: {} }).map(
        ({ path, problem }) => `${path.join('.')}: ${problem}`,
      ),
    ).toEqual([
      'bot.reviewers: there is no group "nobody"',
      'bot.scripts.a.first: there is no step "none"',
      'bot.scripts.a.steps.one.to: there is no step "two"',
      'bot.scripts.a.steps.one.choices.0.to: there is no step "three"',
      'bot.scripts.a.steps.one.set.category: there is no category "x"',
      'bot.scripts.a.steps.one.pattern: this is no regular expression',
    ]);
  });
});
