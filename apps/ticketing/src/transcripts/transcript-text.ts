import { languageOf } from '../replies/quoted-history.js';

type Language = 'en' | 'zh';

/** What was said in a conversation, as both sides saw it. */
export interface SpokenLine {
  /** `desk`: what it wrote by itself. */
  readonly by: 'contact' | 'agent' | 'desk';
  /** As the contact was shown it. */
  readonly name: string | null;
  readonly at: Date;
  readonly text: string;
}

export interface Transcript {
  readonly subject: string;
  readonly text: string;
}

/** Of a mail's words; older lines are left out. */
const MOST_CHARACTERS = 50_000;
const LONGEST_LINE = 10_000;

/** The mail that hands a conversation out, in the language its contact writes. Plain text: whoever sends it makes HTML of it, escaped. */
export function writeTranscript(
  lines: readonly SpokenLine[],
  desk: { readonly name: string; readonly timeZone: string; readonly language: Language },
): Transcript {
  const spoken = lines.filter(({ by }) => by === 'contact').map(({ text }) => text);
  const words = WORDS[languageOf(spoken.join('\n'), desk.language)];
  const shown: string[] = [];
  let left = MOST_CHARACTERS;
  for (const line of [...lines].reverse()) {
    const written = writeLine(line, desk, words);
    left -= written.length + 2;
    if (left < 0) break;
    shown.unshift(written);
  }
  const cut = shown.length < lines.length ? [words.cut] : [];
  return { subject: words.subject(desk.name), text: [words.intro(desk.name, desk.timeZone), ...cut, ...shown].join('\n\n') };
}

function writeLine({ by, name, at, text }: SpokenLine, desk: { name: string; timeZone: string }, words: Words): string {
  // A name with a line break of its own would begin a line that nobody said.
  const given = name?.replace(/\s+/gu, ' ').trim() ?? '';
  const who = by === 'contact' ? words.you : given === '' ? desk.name : given;
  const said = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
  return `[${writeTime(at, desk.timeZone)}] ${who}:\n${said.trim()}`;
}

function writeTime(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.get('year')}-${part.get('month')}-${part.get('day')} ${part.get('hour')}:${part.get('minute')}`;
}

interface Words {
  readonly you: string;
  readonly cut: string;
  readonly subject: (desk: string) => string;
  readonly intro: (desk: string, timeZone: string) => string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    you: 'You',
    cut: '(What was said before is left out.)',
    subject: (desk) => `Your conversation with ${desk}`,
    intro: (desk, timeZone) =>
      `This is what was said in the conversation with ${desk}. It was asked for there; if that was not you, ignore this mail. Times are ${timeZone}.`,
  },
  zh: {
    you: '您',
    cut: '（更早的内容已省略。）',
    subject: (desk) => `您与${desk}的对话记录`,
    intro: (desk, timeZone) => `以下是与${desk}的对话记录，应对话中的要求发送；如非本人操作，请忽略本邮件。时间均为 ${timeZone}。`,
  },
};
