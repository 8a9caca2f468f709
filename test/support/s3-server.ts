import { createHash, createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Speaks the part of the S3 protocol that a blob store uses, in memory, and refuses what real S3 refuses: wrong signatures, wrong hashes. */
export class S3Server {
  readonly objects = new Map<string, Buffer>();
  readonly requests: string[] = [];
  /** Answered instead of the next requests, e.g. `{ status: 507, code: 'XMinioStorageFull' }`. */
  readonly faults: { status: number; code: string }[] = [];
  private readonly uploads = new Map<string, Map<number, Buffer>>();
  private readonly server: Server;

  private constructor(
    private readonly bucket: string,
    private readonly keys: S3Keys,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  static async start(bucket: string, keys: S3Keys): Promise<S3Server> {
    const started = new S3Server(bucket, keys);
    await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? '/', this.endpoint);
    this.requests.push(`${request.method} ${url.pathname}${url.searchParams.has('uploadId') ? '?uploadId' : ''}`);
    const fault = this.faults.shift();
    if (fault !== undefined) return refuse(response, fault.status, fault.code);
    if (!this.isSigned(request, url)) return refuse(response, 403, 'SignatureDoesNotMatch');
    if (!hasDeclaredHash(request, body)) return refuse(response, 400, 'XAmzContentSHA256Mismatch');
    const [, bucket, ...rest] = url.pathname.split('/');
    if (bucket !== this.bucket) return refuse(response, 404, 'NoSuchBucket');
    this.serve(request.method ?? '', rest.join('/'), url.searchParams, body, response);
  }

  private serve(method: string, key: string, query: URLSearchParams, body: Buffer, response: ServerResponse): void {
    const uploadId = query.get('uploadId');
    if (method === 'POST' && query.has('uploads')) return this.beginUpload(response);
    if (uploadId !== null) return this.serveUpload(method, key, uploadId, query, body, response);
    const object = this.objects.get(key);
    if (method === 'PUT') {
      this.objects.set(key, body);
      response.setHeader('etag', etagOf(body)).end();
    } else if (method === 'DELETE') {
      this.objects.delete(key);
      response.writeHead(204).end();
    } else if (object === undefined) refuse(response, 404, 'NoSuchKey');
    else if (method === 'HEAD') response.setHeader('content-length', object.length).end();
    else sendPart(response, object, /^bytes=(\d+)-(\d+)$/.exec(response.req.headers.range ?? ''));
  }

  private beginUpload(response: ServerResponse): void {
    const id = randomUUID();
    this.uploads.set(id, new Map());
    response.end(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  }

  private serveUpload(method: string, key: string, id: string, query: URLSearchParams, body: Buffer, response: ServerResponse): void {
    const parts = this.uploads.get(id);
    if (parts === undefined) return refuse(response, 404, 'NoSuchUpload');
    if (method === 'PUT') {
      parts.set(Number(query.get('partNumber')), body);
      response.setHeader('etag', etagOf(body)).end();
      return;
    }
    this.uploads.delete(id);
    if (method === 'DELETE') return void response.writeHead(204).end();
    const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map((match) => Number(match[1]));
    const pieces = named.map((number) => parts.get(number));
    if (pieces.some((piece, at) => piece === undefined || (at < pieces.length - 1 && piece.length < 5 * 1024 * 1024)))
      return refuse(response, 400, 'InvalidPart');
    this.objects.set(key, Buffer.concat(pieces as Buffer[]));
    response.end('<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>');
  }

  /** AWS Signature Version 4 over the headers the client named. */
  private isSigned(request: IncomingMessage, url: URL): boolean {
    const form = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)$/;
    const [, keyId, day = '', region = '', names = '', signature] = form.exec(request.headers.authorization ?? '') ?? [];
    if (keyId !== this.keys.accessKeyId) return false;
    const query = [...url.searchParams].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).sort();
    const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`);
    const hash = String(request.headers['x-amz-content-sha256']);
    const canonical = [request.method, url.pathname, query.join('&'), headers.join(''), names, hash].join('\n');
    const scope = `${day}/${region}/s3/aws4_request`;
    const words = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date']), scope, sha256(canonical)].join('\n');
    const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
      (seed, word) => createHmac('sha256', seed).update(word).digest(),
      `AWS4${this.keys.secretAccessKey}`,
    );
    return createHmac('sha256', key).update(words).digest('hex') === signature;
  }
}

function hasDeclaredHash(request: IncomingMessage, body: Buffer): boolean {
  const declared = request.headers['x-amz-content-sha256'];
  return declared === 'UNSIGNED-PAYLOAD' || declared === sha256(body);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function sendPart(response: ServerResponse, object: Buffer, range: RegExpExecArray | null): void {
  const part = range === null ? object : object.subarray(Number(range[1]), Number(range[2]) + 1);
  response.writeHead(range === null ? 200 : 206, { 'content-length': part.length }).end(part);
}
