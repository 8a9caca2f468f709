import type { Settings } from '#runtime';

type Language = Settings['deskSettings']['language'];

export interface AcknowledgementExtras {
  /** Says that nobody is there now, and when somebody is. */
  readonly hours?: string | undefined;
  /** To how the ticket stands. */
  readonly link?: string | null;
}

/** What an acknowledgement says, in the desk's language. Plain text: it must be readable everywhere. */
export function writeAcknowledgement(
  language: Language,
  deskName: string,
  number: string,
  { hours, link = null }: AcknowledgementExtras = {},
): string {
  const { received, progress, more } = TEXTS[language];
  const extras = [...(hours === undefined ? [] : [hours]), ...(link === null ? [] : [progress(link)])];
  return [...received(number), ...extras, more, deskName].join('\n\n');
}

/** The same in one line, for who came by another way and cannot just reply. */
export function writeNumber(language: Language, deskName: string, number: string, link: string | null = null): string {
  const where = link === null ? '' : `${TEXTS[language].progress(link)} `;
  return language === 'zh'
    ? `您的请求已受理，受理编号 ${number}。${where}${deskName}`
    : `We have taken up your request. Its number is ${number}. ${where}${deskName}`;
}

interface Texts {
  received(number: string): string[];
  progress(link: string): string;
  readonly more: string;
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    received: (number) => ['Hello,', `we have received your message. Its number is ${number}.`],
    progress: (link) => `How it stands: ${link}`,
    more: 'We will answer as soon as we can. To add something, just reply.',
  },
  zh: {
    received: (number) => ['您好！', `我们已收到您的消息，受理编号为 ${number}。`],
    progress: (link) => `查询进度：${link}`,
    more: '我们会尽快回复您。如需补充，请直接回复。',
  },
};
