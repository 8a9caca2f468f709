import { describe, expect, it } from '@jest/globals';
import { findHolding, findPhrases, foldText, toPhrase } from './find-words.js';
import { recogniseMood } from './mood.js';

const finds = (text: string, ...phrases: string[]) => findHolding(foldText(text), phrases.map(toPhrase)).map(({ written }) => written);

describe('phrases in a customer’s words', () => {
  it('are found whatever width, case and spaces', () => {
    expect(finds('My ACCOUNT   was Ｈacked', 'account was hacked')).toEqual(['account was hacked']);
    expect(finds('账号被盗了', '被盗')).toEqual(['被盗']);
  });

  it('may have words in between', () => {
    expect(finds('简历导出成PDF总是失败', '导出*失败')).toEqual(['导出*失败']);
    expect(finds('导出。另外我昨天问的那个问题你们今天下午到底什么时候才能给答复，还是失败', '导出*失败')).toEqual([]);
  });

  it('are whole words where there are spaces between words', () => {
    expect(finds('the chatbot', 'bot', 'chat')).toEqual([]);
    expect(finds('two refunds', 'refund')).toEqual(['refund']);
  });

  it('are not found where what stands before turns them round', () => {
    expect(finds('我的账号没有被盗', '被盗')).toEqual([]);
    expect(finds('it is not urgent', 'urgent')).toEqual([]);
    expect(finds('不想转人工', '转人工')).toEqual([]);
    expect(finds('有没有人工客服', '人工客服')).toEqual(['人工客服']);
    expect(finds('it was not urgent yesterday, now it is urgent', 'urgent')).toEqual(['urgent']);
  });

  it('are found all the same where it only matters what it is about', () => {
    expect(findPhrases(foldText('我没有权限'), [toPhrase('权限')])).toHaveLength(1);
  });

  it('take no sign of theirs for a pattern', () => {
    expect(finds('c++ (beta)', 'c++ (beta)')).toEqual(['c++ (beta)']);
    const signs = 'real-name [a] {b} ^$ .? | / \\ # & ~ = % @ ! " \' , ; < >';
    expect(finds(`x ${signs} y`, signs)).toEqual([signs]);
    expect(finds('anything', '', '*')).toEqual([]);
  });
});

describe('how words sound', () => {
  it.each([
    ['你们什么破服务，气死我了！！', 'angry'],
    ['This is unacceptable! I am furious', 'angry'],
    ['等了三天还没解决，太失望了！！', 'angry'],
    ['我有点失望', 'upset'],
    ['等了三天还没回复', 'upset'],
    ['I am still waiting for an answer', 'upset'],
    ['不满意', 'upset'],
    ['not happy with this', 'upset'],
    ['非常满意，已经好了', 'satisfied'],
    ['It works now, thank you so much', 'satisfied'],
    ['请问怎么改密码，谢谢', 'neutral'],
    ['How do I export? Thanks', 'neutral'],
    ['I am not angry', 'neutral'],
    ['', 'neutral'],
  ])('%s: %s', (text, mood) => {
    expect(recogniseMood(text).mood).toBe(mood);
  });

  it('names the words it was told from', () => {
    expect(recogniseMood('I am FURIOUS').because).toEqual(['furious']);
  });
});
