import { RefusedRequest, type InboxAnswer, type InboxRequest } from '#connector-sdk';
import { WEBCHAT_VERSION, type ChatConfig } from '#contracts';
import type { PageFiles } from '../pages/page-files.js';
import type { FileLinks } from '../uploading/file-links.js';
import type { UploadDoor } from '../uploading/upload-door.js';
import type { WebchatInboxConfig } from '../webchat.config.js';
import { corsHeaders, type Origins, PREFLIGHT } from './origins.js';
import { toJson, toTooMany } from './json-answer.js';
import type { PollDoor } from './poll-door.js';
import { isLoopback, type RateLimit } from './rate-limits.js';

export interface DoorParts {
  readonly config: WebchatInboxConfig;
  readonly origins: Origins;
  readonly pages: PageFiles;
  readonly poll: PollDoor;
  readonly uploads: UploadDoor;
  readonly links: FileLinks;
  /** Requests, and sessions begun, of an address. */
  readonly requests: RateLimit;
  readonly connects: RateLimit;
}

type Head = Omit<InboxRequest, 'read' | 'stream'>;

/** Everything an inbox answers by HTTP. */
export class ChatDoor {
  constructor(private readonly parts: DoorParts) {}

  async answer(request: InboxRequest): Promise<InboxAnswer> {
    const { pages, links, origins } = this.parts;
    const reads = request.method === 'GET' || request.method === 'HEAD';
    // A link that is sealed, and files that are the same for everybody, need nobody's origin.
    if (reads && pages.has(request.path)) return pages.answer(request);
    if (reads && request.path.startsWith('/files/')) return links.answer(request.path.slice('/files/'.length));
    const origin = origins.check(request, reads ? 'read' : 'write');
    const cors = corsHeaders(origin);
    if (request.method === 'OPTIONS') return { status: 204, headers: { ...cors, ...PREFLIGHT } };
    try {
      const answer = this.limit(request) ?? (await this.route(request));
      return { ...answer, headers: { ...cors, ...answer.headers } };
    } catch (error) {
      // The door's own answer would have no CORS headers, and a page of another origin could not read why.
      if (error instanceof RefusedRequest && origin !== null)
        return toJson({ code: error.code, message: error.message }, error.status, cors);
      throw error;
    }
  }

  /** Whether a socket may be opened; throws `RefusedRequest`, or gives the answer that says when to come again. */
  admit(request: Head): InboxAnswer | null {
    if (request.path !== '/socket') throw new RefusedRequest(404, 'not_found', 'The socket of a chat is at /socket');
    this.parts.origins.check(request, 'write');
    return this.tooMany(this.parts.connects, request);
  }

  /** What an address may do in a minute. Null: go on. */
  private limit(request: Head): InboxAnswer | null {
    return this.tooMany(this.parts.requests, request) ?? (request.path === '/session' ? this.tooMany(this.parts.connects, request) : null);
  }

  private tooMany(limit: RateLimit, { remoteAddress }: Head): InboxAnswer | null {
    if (isLoopback(remoteAddress) && !this.parts.config.limits.loopback) return null;
    const waitMs = limit.take(remoteAddress);
    return waitMs === 0 ? null : toTooMany('Too many requests from this address', waitMs);
  }

  private async route(request: InboxRequest): Promise<InboxAnswer> {
    const { poll, uploads } = this.parts;
    const { path, method } = request;
    if (path === '/config' && method === 'GET') return toJson(describeConfig(this.parts.config));
    if (path === '/session' && method === 'POST') return poll.openSession(request);
    if (path === '/frames' && method === 'POST') return poll.takeFrames(request);
    if (path === '/lines' && method === 'GET') return poll.waitForLines(request);
    if (path === '/uploads' || path.startsWith('/uploads/')) return uploads.answer(request, await poll.requireVisitor(request));
    throw new RefusedRequest(404, 'not_found', 'There is nothing here');
  }
}

/** What the panel needs besides the protocol. */
type PanelConfig = ChatConfig & Pick<WebchatInboxConfig, 'look' | 'hours'>;

function describeConfig(config: WebchatInboxConfig): PanelConfig {
  const { title, greeting, closed, hours, preChat, offline, limits, uploads, origins, look } = config;
  const { maxBytes, maxPerMessage } = uploads;
  return {
    v: WEBCHAT_VERSION,
    title,
    ...(greeting === undefined ? {} : { greeting }),
    open: !closed,
    ...(preChat === undefined ? {} : { preChat }),
    offline,
    textMax: limits.textMax,
    uploads: uploads.enabled ? { maxBytes, maxPerMessage } : null,
    origins,
    look,
    ...(hours === undefined ? {} : { hours }),
  };
}
