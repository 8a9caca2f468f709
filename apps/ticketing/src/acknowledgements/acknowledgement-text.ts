import type { Settings } from '#runtime';

type Language = Settings['deskSettings']['language'];

/** What an acknowledgement says, in the desk's language; `hours`: that nobody is there now. Plain text: it must be readable everywhere. */
export function writeAcknowledgement(language: Language, deskName: string, number: string, hours?: string): string {
  return TEXTS[language](deskName, number, hours);
}

/** The same in one line, for who came by another way and cannot just reply. */
export function writeNumber(language: Language, deskName: string, number: string): string {
  return language === 'zh'
    ? `您的请求已受理，受理编号 ${number}。${deskName}`
    : `We have taken up your request. Its number is ${number}. ${deskName}`;
}

const TEXTS: Readonly<Record<Language, (deskName: string, number: string, hours?: string) => string>> = {
  en: (deskName, number, hours) =>
    [
      'Hello,',
      `we have received your message. Its number is ${number}.`,
      ...(hours === undefined ? [] : [hours]),
      'We will answer as soon as we can. To add something, just reply.',
      deskName,
    ].join('\n\n'),
  zh: (deskName, number, hours) =>
    [
      '您好！',
      `我们已收到您的消息，受理编号为 ${number}。`,
      ...(hours === undefined ? [] : [hours]),
      '我们会尽快回复您。如需补充，请直接回复。',
      deskName,
    ].join('\n\n'),
};
