import { ConfigurationError } from '#runtime';
import type { Readable, Transform, Writable } from 'node:stream';

/** A message of the generated code: `set<Field>` for each field, `toObject` for all. */
export interface PbMessage {
  toObject(): Record<string, unknown>;
}

type Done = (error: unknown, response: PbMessage) => void;
export interface CallOptions {
  readonly deadline?: number;
}
export interface Metadata {
  set(name: string, value: string): void;
}
export interface Cancellable {
  cancel(): void;
}

/** The generated client, as far as it is used. Unary methods are called by their names (`call`). */
export interface PuppetClient {
  event(request: PbMessage, metadata: Metadata): Readable & Cancellable;
  download(request: PbMessage, metadata: Metadata, options: CallOptions): Readable & Cancellable;
  upload(metadata: Metadata, options: CallOptions, done: Done): Writable & Cancellable;
  close(): void;
  readonly [unary: string]: unknown;
}

export type UnaryCall = (request: PbMessage, metadata: Metadata, options: CallOptions, done: Done) => void;

type Credentials = object;

/** What is used of wechaty-grpc; its generated code declares no types that an ES module can see. */
export interface GrpcLibrary {
  readonly grpc: {
    readonly credentials: { createInsecure(): Credentials; createSsl(roots: Buffer): Credentials };
    readonly Metadata: new () => Metadata;
  };
  readonly puppet: Readonly<Record<string, new () => PbMessage>> & {
    readonly PuppetClient: new (
      endpoint: string,
      credentials: Credentials,
      options: Readonly<Record<string, string | number>>,
    ) => PuppetClient;
  };
  chunkEncoder(message: new () => PbMessage): Transform;
  chunkDecoder(): Transform;
}

const importLibrary = async (): Promise<GrpcLibrary> => (await import('wechaty-grpc')) as unknown as GrpcLibrary;

/**
 * The library is 30 MB of memory and no dependency of an installation without such an inbox: it is imported by the first one that starts.
 * Throws `ConfigurationError` (`library_missing`) where it is not installed.
 */
export async function loadGrpc(load: () => Promise<GrpcLibrary> = importLibrary): Promise<GrpcLibrary> {
  try {
    return await load();
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ConfigurationError('An inbox of a personal WeChat account needs the package wechaty-grpc, which is not installed.', {
      code: 'library_missing',
      hint: 'Install it beside the product (npm install wechaty-grpc@1.5.2, or npm ci without --omit=optional), then start again.',
      cause: error,
    });
  }
}
