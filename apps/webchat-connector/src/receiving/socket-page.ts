import type { InboxSocket, TranscriptLine } from '#connector-sdk';
import type { ChatServerFrame } from '#contracts';
import { NOT_YET, type Listener } from '../conversations/conversation.js';
import { toChatLine } from '../converting/to-chat-line.js';
import { BadFrame, parseFrameText } from '../wire/client-frames.js';
import type { DeskParts, Seat, VisitorDesk } from './visitor-desk.js';

/** Frames a second, and at once, that a page may send; typing and receipts are few. */
const FRAMES_PER_SECOND = 20;
const FRAMES_AT_ONCE = 60;
/** Frames that wait for their answer. */
const MOST_UNDER_WAY = 50;
const MOST_BAD_FRAMES = 3;
/** What a page does not fetch; what comes it finds again by `since`. */
const MOST_BUFFERED_BYTES = 256 * 1024;

export const CloseCodes = { badFrames: 4400, helloLate: 4408, slow: 4409, flood: 4429, bye: 4401, refused: 4403, stopping: 4503 } as const;

export interface SocketParts extends Pick<DeskParts, 'link'> {
  readonly desk: VisitorDesk;
  readonly onHello: (page: SocketPage) => void;
  readonly onClose: (page: SocketPage) => void;
}

/** One open socket. There may be ten thousand that are silent: it has no timer, and nothing it does not need. */
export class SocketPage implements Listener {
  sent = NOT_YET;
  readonly openedAt = performance.now();
  private seat: Seat | null = null;
  private greeted = false;
  private closed = false;
  private frames = FRAMES_AT_ONCE;
  private framesAt = this.openedAt;
  private underWay = 0;
  private bad = 0;

  constructor(
    private readonly socket: InboxSocket,
    private readonly parts: SocketParts,
  ) {
    socket.onMessage((text) => void this.take(text));
    socket.onClose(() => this.leave());
  }

  get sessionId(): string {
    return this.seat?.visitor.session.id ?? '';
  }

  show(lines: readonly TranscriptLine[]): void {
    this.tell({ t: 'lines', lines: lines.map((line) => toChatLine(line, this.parts.link)) });
  }

  tell(frame: ChatServerFrame): void {
    if (this.closed) return;
    if (this.socket.bufferedBytes > MOST_BUFFERED_BYTES) return this.close(CloseCodes.slow, 'too slow: come back with since');
    this.socket.send(JSON.stringify(frame));
  }

  end(frame: ChatServerFrame): void {
    if (this.closed) return;
    this.socket.send(JSON.stringify(frame));
    this.close(CloseCodes.bye, 'code' in frame ? frame.code : 'bye');
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    this.leave();
  }

  /** Never throws: nobody would hear it. */
  private async take(text: string): Promise<void> {
    if (this.closed) return;
    if (!this.mayBeTaken()) return this.close(CloseCodes.flood, 'too many frames');
    this.underWay += 1;
    try {
      if (this.seat === null) await this.greet(text);
      else await this.handle(text, this.seat);
    } finally {
      this.underWay -= 1;
    }
  }

  private async greet(text: string): Promise<void> {
    try {
      const frame = parseFrameText(text);
      if (frame.t !== 'hello' || this.greeted) throw new BadFrame('a hello comes first, and its welcome before anything else');
      this.greeted = true;
      this.parts.onHello(this);
      const seat = await this.parts.desk.welcome(frame, (answer) => this.tell(answer), this);
      this.seat = seat;
      // Closed meanwhile, it was taken from no conversation.
      if (this.closed) this.parts.desk.leave(seat.conversation, this);
    } catch (error) {
      const refusal = this.parts.desk.toRefusal(error);
      this.greeted = this.greeted && refusal.code === 'bad_frame';
      this.tell(refusal.toFrame());
      if (refusal.code === 'bad_frame') this.countBad();
      // A proof that is refused may be given again, or left out.
      else if (refusal.code === 'version_unknown') this.close(CloseCodes.refused, refusal.code);
    }
  }

  private handle(text: string, seat: Seat): Promise<void> {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = text;
    }
    const answer = (frame: ChatServerFrame) => {
      this.tell(frame);
      if (frame.t === 'refused' && frame.code === 'bad_frame') this.countBad();
    };
    return this.parts.desk.handle(json, Buffer.from(text), seat, answer, this);
  }

  private countBad(): void {
    this.bad += 1;
    if (this.bad >= MOST_BAD_FRAMES && !this.closed) this.close(CloseCodes.badFrames, 'this is not the protocol of this chat');
  }

  private mayBeTaken(): boolean {
    const now = performance.now();
    this.frames = Math.min(FRAMES_AT_ONCE, this.frames + ((now - this.framesAt) * FRAMES_PER_SECOND) / 1000);
    this.framesAt = now;
    this.frames -= 1;
    return this.frames >= 0 && this.underWay < MOST_UNDER_WAY;
  }

  private leave(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.seat !== null) this.parts.desk.leave(this.seat.conversation, this);
    this.parts.onClose(this);
  }
}
