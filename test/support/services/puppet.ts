import { ChildProgram } from '../child-program.js';
import type { Delivered, HostedPuppet, NextSend } from './hosted-puppet.js';
import { findFreePorts } from './ports.js';

/** Tokens carry the name of the certificate before the underscore; this one is the certificate that comes with puppet services. */
export const PUPPET_TOKEN = 'insecure_2f4c1a3e-6f0b-4c58-9a47-0c6f0f8c7d11';

const PROGRAM = 'test/support/services/puppet-program.ts';

/** A puppet service on a port of its own, which may end and come back. */
export class PuppetService {
  private control = 0;

  private constructor(
    readonly port: number,
    private readonly mode: readonly string[],
    private program: ChildProgram,
  ) {}

  static async start({ loggedIn = true, tls = true }: { loggedIn?: boolean; tls?: boolean } = {}): Promise<PuppetService> {
    const [port] = (await findFreePorts(1)) as [number];
    const mode = [PUPPET_TOKEN, loggedIn ? 'login' : 'waiting', tls ? 'tls' : 'plain'];
    const service = new PuppetService(port, mode, ChildProgram.start(PROGRAM, String(port), ...mode));
    await service.awaitControl();
    return service;
  }

  get settings(): { endpoint: string; token: string; tls: { disable: boolean } } {
    return { endpoint: `127.0.0.1:${this.port}`, token: PUPPET_TOKEN, tls: { disable: this.mode[2] === 'plain' } };
  }

  person = (given: Parameters<HostedPuppet['person']>[0]) => this.ask('person', given);
  room = (given: Parameters<HostedPuppet['room']>[0]) => this.ask('room', given);
  text = (given: Parameters<HostedPuppet['text']>[0]) => this.ask('text', given);
  message = (given: Parameters<HostedPuppet['message']>[0]) => this.ask('message', given);
  burst = (messages: Parameters<HostedPuppet['message']>[0][]) => this.ask('burst', { messages });
  again = (id: string) => this.ask('again', { id });
  phone = (given: Parameters<HostedPuppet['phone']>[0]) => this.ask('phone', given);
  scan = (given: Parameters<HostedPuppet['scan']>[0]) => this.ask('scan', given);
  login = () => this.ask('login');
  logout = () => this.ask('logout');
  nextSend = (answer: NextSend, skip = 0) => this.ask('nextSend', { answer, skip });
  delivered = () => this.ask('delivered') as Promise<Delivered[]>;
  /** The server goes and comes back, its puppet stays logged in: what comes in between reaches nobody. */
  restartServer = (downMs: number) => this.ask('restart', { downMs });
  stopServer = () => this.ask('stopServer');
  startServer = () => this.ask('startServer');
  /** The next send fails with these words. */
  failNext = (words: string) => this.ask('failNext', { words });

  get isRunning(): boolean {
    return this.program.isRunning;
  }

  /** The whole process dies. */
  async kill(): Promise<void> {
    await this.program.end('SIGKILL');
  }

  /** It neither answers nor ends its connections, as a machine that hangs. */
  freeze(): void {
    process.kill(this.program.pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.program.pid, 'SIGCONT');
  }

  /** A new process on the same port, after `kill`. */
  async revive(): Promise<void> {
    this.program = ChildProgram.start(PROGRAM, String(this.port), ...this.mode);
    await this.awaitControl();
  }

  private async awaitControl(): Promise<void> {
    const isControl = (value: unknown): value is { control: number } => typeof (value as { control?: unknown }).control === 'number';
    this.control = (await this.program.waitFor(isControl)).control;
  }

  private async ask(command: string, given: object = {}): Promise<unknown> {
    const body = JSON.stringify({ ...given, do: command });
    const answer = await fetch(`http://127.0.0.1:${this.control}`, { method: 'POST', body, headers: { connection: 'close' } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${command}: ${text}`);
    return JSON.parse(text) as unknown;
  }
}
