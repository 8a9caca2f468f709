import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Settings } from '#runtime';
import { missing } from '../hashing.js';
import type { BlobPlace, ByteRange, SpooledBlob } from './place.js';
import { isMissing, toS3Fault } from './s3-faults.js';

const PART_BYTES = 8 * 1024 * 1024;

/** An S3-compatible store; the key is the hash. */
export class S3Place implements BlobPlace {
  readonly kind = 's3';
  private readonly client: S3Client;

  constructor(private readonly settings: Settings['blobs']['s3']) {
    const { accessKeyId, secretAccessKey } = settings;
    this.client = new S3Client({
      region: settings.region,
      endpoint: settings.endpoint,
      forcePathStyle: settings.forcePathStyle,
      // Without keys in the settings the SDK looks where it always does (environment, instance role).
      credentials: accessKeyId !== undefined && secretAccessKey !== undefined ? { accessKeyId, secretAccessKey } : undefined,
      // The newer default sends trailing checksums that many S3-compatible stores do not know.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
    });
  }

  async prepare(blob: SpooledBlob): Promise<void> {
    if (!(await this.holds(blob))) await this.upload(blob);
  }

  async publish(blob: SpooledBlob): Promise<void> {
    if (!(await this.holds(blob))) await this.upload(blob);
  }

  async open(sha256: string, range?: ByteRange): Promise<Readable> {
    try {
      const part = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end - 1}` };
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.settings.bucket, Key: keyOf(sha256), ...part }));
      return Body as Readable;
    } catch (error) {
      throw isMissing(error) ? missing(sha256, `S3 bucket ${this.settings.bucket}`) : toS3Fault(error, this.settings.bucket);
    }
  }

  async remove(sha256: string): Promise<void> {
    try {
      await this.client.send(new DeleteObjectCommand({ Bucket: this.settings.bucket, Key: keyOf(sha256) }));
    } catch (error) {
      if (!isMissing(error)) throw toS3Fault(error, this.settings.bucket);
    }
  }

  private async holds(blob: SpooledBlob): Promise<boolean> {
    try {
      const head = await this.client.send(new HeadObjectCommand({ Bucket: this.settings.bucket, Key: keyOf(blob.sha256) }));
      return head.ContentLength === blob.bytes;
    } catch (error) {
      if (isMissing(error)) return false;
      throw toS3Fault(error, this.settings.bucket);
    }
  }

  private async upload(blob: SpooledBlob): Promise<void> {
    try {
      await new Upload({
        client: this.client,
        params: {
          Bucket: this.settings.bucket,
          Key: keyOf(blob.sha256),
          Body: createReadStream(blob.file),
          ContentType: 'application/octet-stream',
        },
        partSize: PART_BYTES,
        queueSize: 2,
      }).done();
    } catch (error) {
      throw toS3Fault(error, this.settings.bucket);
    }
  }
}

function keyOf(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}
