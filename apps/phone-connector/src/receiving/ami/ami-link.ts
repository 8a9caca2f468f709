import { connect, type Socket } from 'node:net';
import { PermanentError, RetriableError } from '#runtime';
import type { AmiEvent } from '../../converting/asterisk/ami-calls.js';

/** An event is some hundred bytes; more than this without an end is no manager interface. */
const MOST_PENDING = 256 * 1024;
const LOGIN_MS = 10_000;
/** A link that says nothing for so long is asked whether it is there. */
const QUIET_MS = 15_000;

export interface AmiAccess {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Thrown by `openAmiLink` for a refused login. */
export const BAD_LOGIN = 'ami_login_refused';

/**
 * A link to the manager interface: logs in, then hands over each event. `done` resolves when it is over, however. `pause` and `resume` hold the
 * other side back while events wait.
 */
export interface AmiLink {
  readonly done: Promise<string>;
  /** Sends an action. */
  act(fields: Readonly<Record<string, string>>): void;
  close(): void;
}

export async function openAmiLink(
  access: AmiAccess,
  signal: AbortSignal,
  onEvent: (event: AmiEvent) => Promise<void> | void,
): Promise<AmiLink> {
  const socket = connect({ host: access.host, port: access.port });
  const pump = new EventPump(socket);
  const end = () => socket.destroy();
  signal.addEventListener('abort', end, { once: true });
  pump.done.finally(() => signal.removeEventListener('abort', end)).catch(() => undefined);
  const link: AmiLink = { done: pump.done, act: (fields) => pump.act(fields), close: end };
  const login = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(away(access, 'did not answer the login in time')), LOGIN_MS);
    void pump.done.then((why) => reject(away(access, why))).finally(() => clearTimeout(timer));
    pump.onEvent = (event) => {
      if (event['ActionID'] !== LOGIN) return;
      clearTimeout(timer);
      if (event['Response'] === 'Success') resolve();
      else
        reject(
          new PermanentError(`${access.host}:${access.port} refuses ${access.user}: ${event['Message'] ?? 'no reason given'}`, {
            code: BAD_LOGIN,
          }),
        );
    };
  });
  link.act({ Action: 'Login', ActionID: LOGIN, Username: access.user, Secret: access.password, Events: 'on' });
  try {
    await login;
  } catch (error) {
    end();
    await pump.done;
    throw error;
  }
  pump.onEvent = onEvent;
  return link;
}

const LOGIN = 'tributary-login';

function away({ host, port }: AmiAccess, why: string): RetriableError {
  return new RetriableError(`${host}:${port}: ${why}`, { code: 'ami_away' });
}

/** Blocks of `Name: value` lines out of a socket, one after the other; the socket waits while one is worked on. */
class EventPump {
  readonly done: Promise<string>;
  onEvent: (event: AmiEvent) => Promise<void> | void = () => undefined;
  private pending = '';
  private why = 'closed the link';
  private working = false;
  private probed = false;

  constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.setKeepAlive(true, 10_000);
    socket.setTimeout(QUIET_MS, () => this.probe());
    socket.on('data', (text: string) => this.take(text));
    this.done = new Promise((resolve) => {
      socket.on('error', (error) => (this.why = error.message));
      socket.on('close', () => resolve(this.why));
    });
  }

  act(fields: Readonly<Record<string, string>>): void {
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value.replace(/[\r\n]/g, ' ')}\r\n`);
    this.socket.write(`${lines.join('')}\r\n`);
  }

  private probe(): void {
    if (this.probed) {
      this.why = 'says nothing any more';
      this.socket.destroy();
      return;
    }
    this.probed = true;
    this.act({ Action: 'Ping' });
  }

  private take(text: string): void {
    this.probed = false;
    this.pending += text;
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    try {
      for (let end = this.pending.indexOf('\r\n\r\n'); end >= 0; end = this.pending.indexOf('\r\n\r\n')) {
        const block = this.pending.slice(0, end);
        this.pending = this.pending.slice(end + 4);
        const handed = this.onEvent(parseBlock(block));
        if (handed === undefined) continue;
        this.socket.pause();
        await handed;
        this.socket.resume();
      }
      if (this.pending.length > MOST_PENDING) throw new Error('sends what is no event');
    } catch (error) {
      this.why = error instanceof Error ? error.message : String(error);
      this.socket.destroy();
    } finally {
      this.working = false;
    }
  }
}

/** The banner stands before the first block, and has no colon and blank. */
function parseBlock(block: string): AmiEvent {
  const event: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of block.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) event[line.slice(0, colon)] = line.slice(colon + 1).trim();
  }
  return event;
}
