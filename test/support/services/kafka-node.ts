import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tether } from './tether.js';

export interface KafkaNodeLayout {
  readonly libs: string;
  readonly folder: string;
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
  readonly voters: string;
  /** Nodes of the cluster. */
  readonly of: number;
  /** For measuring: the JVM compiles thoroughly. Otherwise it starts with half of the CPU time. */
  readonly forLoad: boolean;
}

/** One Kafka process: broker and controller. */
export class KafkaNode {
  readonly address: string;
  private readonly home: string;
  private child: ChildProcess | undefined;
  private untie: () => void = () => undefined;

  constructor(private readonly layout: KafkaNodeLayout) {
    this.address = `127.0.0.1:${layout.port}`;
    this.home = join(layout.folder, `node-${layout.id}`);
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  async format(clusterId: string): Promise<void> {
    await mkdir(this.home, { recursive: true });
    await writeFile(join(this.home, 'server.properties'), this.writeProperties());
    const tool = this.spawnJava('kafka.tools.StorageTool', ['format', '-t', clusterId, '-c', join(this.home, 'server.properties')]);
    const [code] = (await once(tool, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`Kafka's StorageTool ended with ${code}: ${await this.readLogTail()}`);
  }

  start(): void {
    if (this.isRunning) return;
    this.child = this.spawnJava('kafka.Kafka', [join(this.home, 'server.properties')]);
    this.child.unref();
    this.untie = tether(this.child.pid!, this.layout.folder);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === undefined || !this.isRunning) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') return;
    child.ref();
    await gone;
    this.untie();
  }

  async readLogTail(): Promise<string> {
    return (await readFile(join(this.home, 'log'), 'utf8').catch(() => '')).split('\n').slice(-12).join('\n');
  }

  private spawnJava(main: string, args: string[]): ChildProcess {
    const log = openSync(join(this.home, 'log'), 'a');
    const heap = this.layout.of === 1 ? '-Xmx512m' : '-Xmx320m';
    const compiler = this.layout.forLoad ? '-XX:TieredStopAtLevel=4' : '-XX:TieredStopAtLevel=1';
    const options = [heap, compiler, '-XX:+UseSerialGC', '-Xshare:auto', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
    const child = spawn('java', [...options, '-cp', join(this.layout.libs, '*'), main, ...args], { stdio: ['ignore', log, log] });
    closeSync(log);
    return child;
  }

  private writeProperties(): string {
    const copies = this.layout.of;
    return Object.entries({
      'process.roles': 'broker,controller',
      'node.id': this.layout.id,
      'controller.quorum.voters': this.layout.voters,
      listeners: `PLAINTEXT://127.0.0.1:${this.layout.port},CONTROLLER://127.0.0.1:${this.layout.controllerPort}`,
      'controller.listener.names': 'CONTROLLER',
      'inter.broker.listener.name': 'PLAINTEXT',
      'log.dirs': join(this.home, 'data'),
      'offsets.topic.replication.factor': copies,
      'offsets.topic.num.partitions': 4,
      'transaction.state.log.replication.factor': copies,
      'transaction.state.log.min.isr': copies === 1 ? 1 : 2,
      'transaction.state.log.num.partitions': 1,
      'min.insync.replicas': copies === 1 ? 1 : 2,
      'group.initial.rebalance.delay.ms': 0,
      'group.min.session.timeout.ms': 1000,
      'auto.create.topics.enable': false,
      // A killed broker is let in again when its session has run out.
      'broker.session.timeout.ms': 3_000,
      'broker.heartbeat.interval.ms': 300,
      'log.index.size.max.bytes': 65_536,
      'num.recovery.threads.per.data.dir': 4,
      'log.cleaner.dedupe.buffer.size': 2_097_152,
    })
      .map(([name, value]) => `${name}=${value}\n`)
      .join('');
  }
}
