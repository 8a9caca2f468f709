import { type ChildProcess, spawn } from 'node:child_process';

const TAIL = 4000;

/** One process that is started again when it dies, as systemd or Kubernetes would, until `stop`. */
export class SupervisedProcess {
  tail = '';
  private child: ChildProcess | null = null;
  private stopping = false;

  constructor(
    readonly name: string,
    private readonly args: readonly string[],
    private readonly env: NodeJS.ProcessEnv,
    private readonly cwd: string,
  ) {}

  start(): void {
    const child = spawn(process.execPath, [...this.args], { cwd: this.cwd, env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk: Buffer) => (this.tail = (this.tail + chunk.toString()).slice(-TAIL));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('exit', (code, signal) => {
      this.tail += `\n[${this.name} ended: ${code ?? signal}]\n`;
      if (!this.stopping && this.child === child) setTimeout(() => !this.stopping && this.start(), 300);
    });
    this.child = child;
  }

  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const hard = setTimeout(() => this.child?.kill('SIGKILL'), 12_000);
    await this.end('SIGTERM');
    clearTimeout(hard);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  }
}
