import { expect } from '@jest/globals';
import { row } from '../../row.js';

/** In each language: a question, the wish for a person, and words of the hand-over. */
const SAID: Readonly<Record<string, readonly [string, string, string]>> = {
  zh: ['你好，今天的月亮真圆', '请转人工', '转接人工客服'],
  en: ['Hello, how beautiful the moon is tonight', 'I want to talk to a human', 'handing you over'],
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

/** What the house says in each language: nothing is known of a question, whether an answer helped, that the message came. */
const HOUSE: Readonly<Record<string, readonly [string, string, string]>> = {
  zh: ['没有找到答案', '解决您的问题了吗', '受理编号为'],
  en: ['I found no answer', 'Does this solve it?', 'Its number is'],
  ja: ['回答が見つかりませんでした', '解決しましたか', '受付番号は'],
  ko: ['답변을 찾지 못했습니다', '문제가 해결되었나요', '접수 번호는'],
  es: ['no he encontrado ninguna respuesta', '¿Le ha servido de ayuda?', 'Su número es'],
  fr: ['je n’ai pas trouvé de réponse', 'Votre problème est-il résolu', 'Son numéro est'],
  de: ['leider keine Antwort gefunden', 'Ist Ihr Anliegen damit gelöst', 'Vorgangsnummer ist'],
  ru: ['ответа я не нашёл', 'Это решило ваш вопрос?', 'Номер обращения'],
  pt: ['não encontrei resposta', 'Isso resolveu o seu problema?', 'O número é'],
  it: ['non ho trovato una risposta', 'Il problema è risolto?', 'Il numero è'],
  ar: ['لم أجد إجابة', 'هل حُلّت مشكلتك', 'رقم الطلب'],
  vi: ['chưa tìm thấy câu trả lời', 'đã được giải quyết chưa', 'Mã yêu cầu là'],
};

interface Profile {
  readonly languages: readonly string[];
  readonly knowledge: { readonly helpLinks: readonly { readonly kind: string; readonly url: string }[] };
  readonly bot: {
    readonly texts: { readonly community: Readonly<Record<string, string>> };
    readonly answers: readonly { readonly question: Readonly<Record<string, string>>; readonly answer: Readonly<Record<string, string>> }[];
  };
}

export default row('D4.1', async (desk, show) => {
  const { desk: profile } = await desk.api<{ desk: Profile }>('GET', '/desk');
  expect(profile.languages).toEqual(Object.keys(SAID));
  const [known] = profile.bot.answers.slice(-1);
  const url = profile.knowledge.helpLinks.find(({ kind }) => kind === 'community')!.url;
  const talk = async ([language, [question, wish, words]]: [string, readonly [string, string, string]]) => {
    const [missed, helped, taken] = HOUSE[language]!;
    const { visitor, ticket } = await desk.doors.chatWith(question);
    const hears = (text: string) => visitor.until(() => visitor.texts().some((line) => line?.includes(text)), text, 20_000);
    await Promise.all([hears(missed), hears(taken)]);
    expect([question, (await desk.ticket(ticket.id)).language]).toEqual([question, language]);
    await visitor.say(known!.question[language]!);
    await hears(known!.answer[language]!);
    await hears(helped);
    await visitor.say(wish);
    await hears(words);
    // The third layer: other sellers.
    const community = profile.bot.texts.community[language]!;
    expect(community).toContain(url);
    await hears(community);
    expect(await desk.api('GET', `/tickets/${ticket.id}/bot`)).toMatchObject({ state: 'person', reason: 'asked' });
    await visitor.close();
  };
  const languages = Object.entries(SAID);
  for (let at = 0; at < languages.length; at += 4) await Promise.all(languages.slice(at, at + 4).map(talk));
  show(
    'in each of twelve languages: the message was acknowledged, the bot knew the language, said that it found no answer to one question and gave the desk’s answer to another, understood the wish for a person, handed over and named the sellers’ community, all in that language',
  );
});
