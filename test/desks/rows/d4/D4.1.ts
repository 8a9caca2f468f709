import { expect } from '@jest/globals';
import { row } from '../../row.js';

/** In each language: a question, the wish for a person, and words of the hand-over. */
const SAID: Readonly<Record<string, readonly [string, string, string]>> = {
  zh: ['你好，我想问一个问题', '请转人工', '转接人工客服'],
  en: ['Hello, I have a question about my shop', 'I want to talk to a human', 'handing you over'],
  ja: ['すみません、質問があります', '担当者につないでください', '担当者におつなぎします'],
  ko: ['안녕하세요, 질문이 있습니다', '상담원과 연결해 주세요', '상담원에게 연결'],
  es: ['Hola, tengo una pregunta sobre mi tienda', 'Quiero hablar con una persona', 'Le paso con una persona'],
  fr: ['Bonjour, j’ai une question sur ma boutique', 'Je veux parler à un conseiller', 'Je vous passe un conseiller'],
  de: ['Guten Tag, ich habe eine Frage zu meinem Shop', 'Ich möchte mit einem Menschen sprechen', 'Ich verbinde Sie'],
  ru: ['Здравствуйте, у меня вопрос о магазине', 'Соедините с оператором', 'Соединяю вас с сотрудником'],
  pt: ['Olá, tenho uma pergunta sobre minha loja', 'Quero falar com um atendente', 'passar você para uma pessoa'],
  it: ['Buongiorno, ho una domanda sul mio negozio', 'Vorrei parlare con un operatore', 'La passo a una persona'],
  ar: ['مرحبا، لدي سؤال حول متجري', 'أريد التحدث مع موظف', 'سأحولك إلى موظف'],
  vi: ['Xin chào, tôi có một câu hỏi về cửa hàng', 'Tôi muốn nói chuyện với nhân viên', 'chuyển bạn tới nhân viên'],
};

export default row('D4.1', async (desk, show) => {
  const { desk: profile } = await desk.api<{ desk: { languages: string[] } }>('GET', '/desk');
  expect(profile.languages).toEqual(Object.keys(SAID));
  const talk = async ([language, [question, wish, words]]: [string, readonly [string, string, string]]) => {
    const { visitor, ticket } = await desk.doors.chatWith(question);
    await visitor.until(() => visitor.lines.some(({ from }) => from === 'bot'), `an answer of the bot in ${language}`, 20_000);
    expect([question, (await desk.ticket(ticket.id)).language]).toEqual([question, language]);
    await visitor.say(wish);
    await visitor.until(() => visitor.texts().some((text) => text?.includes(words)), words, 20_000);
    // The third layer: other sellers.
    expect(visitor.texts().some((text) => text?.includes('https://community.helper.example'))).toBe(true);
    expect(await desk.api('GET', `/tickets/${ticket.id}/bot`)).toMatchObject({ state: 'person', reason: 'asked' });
    await visitor.close();
  };
  const languages = Object.entries(SAID);
  for (let at = 0; at < languages.length; at += 4) await Promise.all(languages.slice(at, at + 4).map(talk));
  show(
    'in each of twelve languages: the bot answered first, knew the language, understood the wish for a person, handed over in that language and named the sellers’ community',
  );
});
