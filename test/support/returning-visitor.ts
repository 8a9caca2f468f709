import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatLine } from '#contracts';
import { ChatVisitor, type VisitorOptions } from './chat-visitor.js';

const RETRY_MS = [50, 200, 500, 1_000];

/** A page that comes back whenever it was cut off, and says again what was not answered, under the same ids and in order. */
export class ReturningVisitor {
  /** All it was shown, over all its sockets. */
  readonly lines: ChatLine[] = [];
  private page: ChatVisitor | null = null;
  private place: VisitorOptions = {};
  private gone = false;
  returns = 0;

  constructor(private readonly socketUrl: string) {}

  /** Resolves when it is welcome. */
  async enter(withinMs = 120_000): Promise<void> {
    const end = performance.now() + withinMs;
    for (let tries = 0; ; tries += 1) {
      try {
        this.page = await ChatVisitor.enter(this.socketUrl, { ...this.place, withinMs: 30_000 });
        this.collect();
        return;
      } catch (error) {
        if (performance.now() > end || this.gone) throw error;
        await sleep(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]! * (0.5 + Math.random()));
      }
    }
  }

  /** Resolves when it was taken, however often it had to be said. */
  async say(text: string, withinMs = 120_000): Promise<number> {
    const id = randomUUID();
    const end = performance.now() + withinMs;
    for (;;) {
      try {
        return await this.page!.say(text, { id });
      } catch (error) {
        if (performance.now() > end) throw error;
        this.collect();
        if (this.page!.closed !== null) await this.comeBack();
        else await sleep(200);
      }
    }
  }

  async until(holds: () => boolean, what: string, withinMs = 60_000): Promise<void> {
    const end = performance.now() + withinMs;
    while (!(this.collect(), holds())) {
      if (performance.now() > end)
        throw new Error(`not seen: ${what}; lines: ${JSON.stringify(this.lines.map(({ seq, text }) => [seq, text]))}`);
      if (this.page!.closed !== null) await this.comeBack();
      await sleep(20);
    }
  }

  leave(): void {
    this.gone = true;
    this.page?.cut();
  }

  private async comeBack(): Promise<void> {
    this.collect();
    this.returns += 1;
    await this.enter();
  }

  private collect(): void {
    const page = this.page!;
    this.lines.push(...page.lines.splice(0));
    if (page.welcome === null) return;
    this.place = { token: page.token, conversation: page.welcome.conversation, since: this.lines.at(-1)?.seq ?? page.welcome.since };
  }
}
