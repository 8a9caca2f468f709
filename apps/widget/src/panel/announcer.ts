import type { View } from './connection.js';
import { make } from './elements.js';
import { fill } from './format.js';
import { isMessage, nameOf, noticeOf, type Speech } from './show-line.js';

/** Says to a screen reader what is new, once; the history of a conversation is not. */
export class Announcer {
  readonly element = make('div', { className: 'unseen', aria: { role: 'status', live: 'polite' } });
  private told = 0;
  private conversation: string | undefined;
  private wasOffline = false;

  constructor(private readonly speech: Speech) {}

  show({ welcome, lines, status }: View): void {
    const { words } = this.speech;
    if (welcome !== null && welcome.conversation !== this.conversation) {
      this.conversation = welcome.conversation;
      this.told = welcome.head;
    }
    const news = lines.filter((line) => line.seq > this.told && line.from !== 'visitor');
    for (const { seq } of lines) this.told = Math.max(this.told, seq);
    const texts = news.map((line) => noticeOf(line, words) ?? (isMessage(line) ? this.toWords(line) : '')).filter((text) => text !== '');
    if (status === 'online' && this.wasOffline) texts.unshift(words.back);
    if (status !== 'connecting') this.wasOffline = status === 'offline';
    if (texts.length > 0) this.element.textContent = texts.join('\n');
  }

  private toWords(line: View['lines'][number]): string {
    const { words } = this.speech;
    const files = (line.files ?? []).map(({ name }) => fill(words.file, { name }));
    const links = (line.links ?? []).map(({ title, url }) => title ?? url);
    return fill(words.says, {
      name: nameOf(line, words),
      text: [line.text ?? '', ...links, ...files].filter((each) => each !== '').join(', '),
    });
  }
}
