import { pipeline, type Readable } from 'node:stream';
import type { PersonalInboxConfig } from '../../personal.config.js';
import type { Cancellable, GrpcLibrary, Metadata, PbMessage, PuppetClient, UnaryCall } from './load-grpc.js';
import { GRPC, PuppetFailure, toPuppetFailure } from './puppet-failure.js';
import { PUPPET_SERVICE_CA } from './service-ca.js';

export type EventStream = Readable & Cancellable;
/** Fields of a request; what is undefined is left out. */
export type Fields = Readonly<Record<string, string | number | readonly string[] | PbMessage | undefined>>;

/** One connection to a puppet service. Every call ends: by itself, by its deadline or with the connection. */
export class PuppetRpc {
  private readonly client: PuppetClient;
  private closed = false;

  constructor(
    private readonly library: GrpcLibrary,
    private readonly config: Pick<PersonalInboxConfig, 'endpoint' | 'token' | 'tls'>,
  ) {
    const { endpoint, token, tls } = config;
    const { credentials } = library.grpc;
    this.client = new library.puppet.PuppetClient(
      endpoint,
      tls.disable ? credentials.createInsecure() : credentials.createSsl(Buffer.from(tls.caCert ?? PUPPET_SERVICE_CA)),
      {
        'grpc.ssl_target_name_override': tls.serverName ?? token.split('_', 1)[0]!,
        'grpc.default_authority': token,
        // Closing this connection closes its socket, whatever else is open to the same service.
        'grpc.use_local_subchannel_pool': 1,
        'grpc.enable_http_proxy': 0,
      },
    );
  }

  /** `messagePayload` → what its `MessagePayloadRequest` is answered, as a plain object. Rejects with `PuppetFailure`. */
  async call(method: string, fields: Fields, deadlineMs: number): Promise<Record<string, unknown>> {
    if (this.closed) throw new PuppetFailure(GRPC.unavailable, 'not connected', method);
    const request = this.createMessage(`${method.charAt(0).toUpperCase()}${method.slice(1)}Request`, fields);
    const response = await new Promise<PbMessage>((resolve, reject) => {
      (this.client[method] as UnaryCall).call(
        this.client,
        request,
        this.authorise(),
        { deadline: Date.now() + deadlineMs },
        (error, answer) => (error ? reject(toPuppetFailure(error, method)) : resolve(answer)),
      );
    });
    return response.toObject();
  }

  createMessage(name: string, fields: Fields = {}): PbMessage {
    const Message = this.library.puppet[name];
    if (Message === undefined) throw new Error(`wechaty-grpc knows no ${name}`);
    const message = new Message();
    const setters = message as unknown as Record<string, (value: unknown) => void>;
    for (const [field, value] of Object.entries(fields))
      if (value !== undefined) setters[`set${field.charAt(0).toUpperCase()}${field.slice(1)}`]!(value);
    return message;
  }

  /** The service gives its events to one stream at a time and keeps none: whoever opens it should be the only one. */
  openEvents(): EventStream {
    return this.client.event(this.createMessage('EventRequest'), this.authorise());
  }

  /** Bytes of a file that the service keeps under an id; the stream fails with gRPC's errors. */
  download(id: string, deadlineMs: number): Readable {
    const source = this.client.download(this.createMessage('DownloadRequest', { id }), this.authorise(), {
      deadline: Date.now() + deadlineMs,
    });
    const chunks = this.library.chunkDecoder();
    // Either end takes the other along; who reads the chunks sees the error.
    pipeline(source, chunks, () => source.cancel());
    return chunks;
  }

  /** Gives the service a file; resolves with the id under which it keeps it until it is sent. */
  async upload(content: Readable, deadlineMs: number): Promise<string> {
    const Request = this.library.puppet['UploadRequest']!;
    const response = await new Promise<PbMessage>((resolve, reject) => {
      const fail = (error: unknown) => reject(toPuppetFailure(error, 'upload'));
      const sink = this.client.upload(this.authorise(), { deadline: Date.now() + deadlineMs }, (error, answer) =>
        error ? fail(error) : resolve(answer),
      );
      pipeline(content, this.library.chunkEncoder(Request), sink, (error) => {
        if (!error) return;
        sink.cancel();
        fail(error);
      });
    });
    return String(response.toObject()['id']);
  }

  close(): void {
    this.closed = true;
    this.client.close();
  }

  private authorise(): Metadata {
    const metadata = new this.library.grpc.Metadata();
    metadata.set('authorization', `Wechaty ${this.config.token}`);
    return metadata;
  }
}
