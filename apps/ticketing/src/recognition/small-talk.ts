import { foldText } from './words/find-words.js';

const SMALL_TALK = [
  ...['你好', '您好', '在吗', '你好，在吗', '有人吗', '请问在吗', '客服在吗', '早上好', '下午好', '晚上好', '谢谢', '好的', '好的谢谢'],
  ...[
    '嗯',
    '哦',
    '知道了',
    '收到',
    '再见',
    '辛苦了',
    '不客气',
    '麻烦了',
    '请帮帮我',
    '我有个问题',
    '我想咨询一下',
    '想问一下',
    '帮我看一下',
  ],
  ...['怎么回事', '急', '在线等', '你是机器人吗', '哈哈', 'hello', 'hi', 'hi there', 'hey', 'good morning', 'good afternoon'],
  ...['anybody there', 'is anyone there', 'thanks', 'thank you', 'ok', 'okay', 'yes', 'no', 'bye'],
  ...['please help me', 'i have a question', 'can you help me', 'i need help', 'i need some help please', 'are you a robot'],
  ...['test', 'test message', 'hola', 'bonjour', 'hallo', 'guten tag', 'こんにちは', '안녕하세요', 'здравствуйте'],
  ...['olá', 'ciao', 'مرحبا', 'xin chào', 'gracias', 'merci', 'danke', 'obrigado', 'grazie'],
];
/** The longest first, so that a part of one does not spoil it; whole words where there are spaces between words. */
const PHRASES = new RegExp(
  [...SMALL_TALK]
    .sort((one, other) => other.length - one.length)
    .map((phrase) => (/^\p{Script=Latin}/u.test(phrase) ? `(?<!\\p{L})${phrase}(?!\\p{L})` : phrase))
    .join('|'),
  'gu',
);

/** Greetings, thanks and the like, and nothing else: it says nothing of what it is about. */
export function isSmallTalk(text: string): boolean {
  return !/\p{L}{2}|\p{N}{3}/u.test(foldText(text).replace(PHRASES, ' '));
}
