import { RefusedRequest, type InboxAnswer, type InboxRequest } from '#connector-sdk';
import type { ChatServerFrame } from '#contracts';
import type { Conversations } from '../conversations/conversations.js';
import type { LinkFile } from '../converting/to-chat-line.js';
import type { Reception, Visitor } from '../visitors/reception.js';
import { conversationNameOf } from '../webchat.ids.js';
import { parseFrame } from '../wire/client-frames.js';
import { PollPage } from './poll-page.js';
import { toJson } from './json-answer.js';
import type { VisitorDesk } from './visitor-desk.js';

const MOST_BYTES = 64 * 1024;
const MOST_FRAMES = 20;
const MOST_WAIT_S = 25;

/** The same protocol where sockets do not get through: frames go by POST, what is new comes by a long poll. */
export class PollDoor {
  constructor(
    private readonly desk: VisitorDesk,
    private readonly reception: Reception,
    private readonly conversations: Conversations,
    private readonly link: LinkFile,
  ) {}

  /** `POST /session`: a hello; its answer the welcome. */
  async openSession(request: InboxRequest): Promise<InboxAnswer> {
    const frames: ChatServerFrame[] = [];
    try {
      const hello = parseFrame(await readJson(request));
      if (hello.t !== 'hello') throw new RefusedRequest(400, 'bad_frame', 'A session begins with a hello');
      const { conversation } = await this.desk.welcome(hello, (frame) => frames.push(frame));
      this.conversations.release(conversation);
    } catch (error) {
      if (error instanceof RefusedRequest) throw error;
      frames.push(this.desk.toRefusal(error).toFrame());
    }
    return toJson({ frames });
  }

  /** `POST /frames`: one frame or a list; the answers in the order they come. */
  async takeFrames(request: InboxRequest): Promise<InboxAnswer> {
    const visitor = await this.requireVisitor(request);
    const body = await readJson(request);
    const given = Array.isArray(body) ? (body as unknown[]) : [body];
    if (given.length > MOST_FRAMES) throw new RefusedRequest(400, 'too_many_frames', `At most ${MOST_FRAMES} frames at once`);
    const frames: ChatServerFrame[] = [];
    const seat = { visitor, conversation: this.conversations.get(visitor.key) };
    for (const json of given)
      await this.desk.handle(json, Buffer.from(JSON.stringify(json)), seat, (frame) => {
        frames.push(frame);
      });
    this.conversations.release(seat.conversation);
    return toJson({ frames });
  }

  /** `GET /lines?since=&wait=`: what is above `since`, now or within `wait` seconds. */
  async waitForLines(request: InboxRequest): Promise<InboxAnswer> {
    const visitor = await this.requireVisitor(request);
    const [since, waitS] = [readNumber(request, 'since', Number.MAX_SAFE_INTEGER), readNumber(request, 'wait', MOST_WAIT_S)];
    const conversation = this.conversations.get(visitor.key);
    await this.conversations.look(conversation);
    const page = new PollPage(Math.max(since, conversation.forgotten), visitor.session.id, this.link);
    const frames = await page.wait(conversation, this.conversations, waitS * 1000, request.signal);
    return toJson({ conversation: conversationNameOf(visitor.key, conversation.forgotten), frames });
  }

  /** Whose token this is. Throws `RefusedRequest` (401). */
  async requireVisitor(request: Pick<InboxRequest, 'headers'>): Promise<Visitor> {
    const [, token] = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
    const visitor = token === undefined ? null : await this.reception.find(token);
    if (visitor === null) throw new RefusedRequest(401, 'session_unknown', 'The token is missing, over, or logged out: begin a session');
    return visitor;
  }
}

async function readJson(request: InboxRequest): Promise<unknown> {
  const text = (await request.read(MOST_BYTES)).toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new RefusedRequest(400, 'bad_frame', 'The body is no JSON');
  }
}

function readNumber({ query }: InboxRequest, name: string, most: number): number {
  const text = query.get(name) ?? '0';
  if (!/^\d{1,16}$/.test(text)) throw new RefusedRequest(400, 'bad_query', `${name} is a number`);
  return Math.min(Number(text), most);
}
