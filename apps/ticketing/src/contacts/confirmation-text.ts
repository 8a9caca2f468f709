import type { Settings } from '#runtime';

type Language = Settings['deskSettings']['language'];

/** What goes out, and what stands in the thread: an agent must hear the code from the customer, not read it to him. */
export function writeConfirmation(language: Language, deskName: string, code: string): { readonly sent: string; readonly shown: string } {
  const write = TEXTS[language];
  return { sent: write(deskName, code), shown: write(deskName, '••••••') };
}

const TEXTS: Readonly<Record<Language, (deskName: string, code: string) => string>> = {
  en: (deskName, code) =>
    `${deskName}: your confirmation code is ${code}. It is good for ten minutes. If you did not ask for it, ignore this message.`,
  zh: (deskName, code) => `【${deskName}】您的验证码是 ${code}，十分钟内有效。如非本人操作，请忽略本消息。`,
};
