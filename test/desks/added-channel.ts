import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { copyExample, linkDependencies } from '../support/outside-package.js';

const run = promisify(execFile);

/** What a remote of docs/examples says and hears; its own simulator, built with it. */
export interface RemoteOfExample {
  readonly settings: object;
  readonly received: readonly { readonly to: string; readonly text: string }[];
  callbackUrl: string;
  open(): Promise<RemoteOfExample>;
  /** `at`: ms, of the signature. */
  postNow(said: { id: string; from: string; text: string; type?: string; data?: string }, signed: { at: number }): Promise<number>;
  close(): Promise<void>;
}

const NAMES = {
  weibo: { example: 'weibo-connector', simulator: 'WeiboSimulator', displayName: '新浪微博' },
  dingtalk: { example: 'dingtalk-connector', simulator: 'DingtalkSimulator', displayName: '钉钉' },
} as const;
export type AddedChannelName = keyof typeof NAMES;

/** A channel that the product does not bring: an integrator's connector, built outside the repository from the packed SDK, and named in the operator's file. */
export class AddedChannel {
  private constructor(
    readonly name: AddedChannelName,
    readonly remote: RemoteOfExample,
    private readonly folder: string,
  ) {}

  static async open(name: AddedChannelName): Promise<AddedChannel> {
    const { example, simulator } = NAMES[name];
    const folder = await copyExample(example);
    await linkDependencies(folder);
    await run('npm', ['run', 'build', '--silent'], { cwd: folder });
    const path = pathToFileURL(join(folder, `dist/test/simulator/${name}-simulator.js`)).href;
    const Simulator = ((await import(path)) as Record<string, new () => RemoteOfExample>)[simulator]!;
    return new AddedChannel(name, await new Simulator().open(), folder);
  }

  /** What stands in the operator's file. */
  get config(): { readonly connectors: readonly string[]; readonly inbox: object } {
    const { displayName } = NAMES[this.name];
    return {
      connectors: [join(this.folder, 'dist/src/index.js')],
      inbox: { id: this.name, channel: this.name, displayName, ...this.remote.settings },
    };
  }

  async close(): Promise<void> {
    await this.remote.close();
    await rm(dirname(this.folder), { recursive: true, force: true });
  }
}
