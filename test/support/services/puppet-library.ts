import type { EventEmitter } from 'node:events';

/**
 * What the tests use of wechaty's libraries, in our words: their own declarations change those of Node (`promisify`) for the whole
 * project, so they are imported without.
 */
export interface FileBox {
  readonly name: string;
  toBuffer(): Promise<Buffer>;
}

export interface FileBoxClass {
  fromBase64(base64: string, name: string): FileBox;
}

export interface UrlLink {
  readonly url: string;
  readonly title: string;
}

export type Payload = { readonly id: string; readonly talkerId: string } & Record<string, unknown>;

export interface MockPuppet extends EventEmitter {
  readonly isLoggedIn: boolean;
  readonly mocker: Mocker;
  start(): Promise<void>;
  logout(reason: string): Promise<void>;
  messageSendText(to: string, text: string, mentions?: string[]): Promise<void>;
  messageSendFile(to: string, file: FileBox): Promise<void>;
  messageSendUrl(to: string, link: UrlLink): Promise<void>;
}

export interface Mocker {
  readonly cacheContactPayload: Map<string, unknown>;
  readonly cacheRoomPayload: Map<string, unknown>;
  readonly cacheFileBoxPayload: Map<string, unknown>;
  readonly ContactMock: { load(id: string): unknown };
  readonly MessageMock: { create(payload: Payload): unknown };
  createContact(payload: object): unknown;
  createRoom(payload: object): unknown;
  login(contact: unknown): void;
  scan(qrcode: string, status: number): void;
}

export interface PuppetServer {
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface MockLibrary {
  readonly PuppetMock: new (options: { mocker: Mocker }) => MockPuppet;
  readonly mock: { readonly Mocker: new () => Mocker };
}

interface ServiceLibrary {
  readonly PuppetServer: new (options: object) => PuppetServer;
}

// They log every refusal with its stack; what tests want of it they ask for.
process.env['WECHATY_LOG'] ??= 'silent';
const importUntyped = (name: string): Promise<unknown> => import(name);

export const { PuppetMock, mock } = (await importUntyped('wechaty-puppet-mock')) as MockLibrary;
export const { PuppetServer } = (await importUntyped('wechaty-puppet-service')) as ServiceLibrary;
