import { ConfigurationError } from '#runtime';
import type { Settings } from '#runtime';
import type { DiskPlace } from './disk-place.js';
import type { BlobPlace, PlaceKind } from './place.js';

/** Where large blobs go now, and where they went before the setting was changed. */
export class Places {
  private s3: Promise<BlobPlace> | undefined;

  constructor(
    private readonly settings: Settings['blobs'],
    readonly disk: DiskPlace,
  ) {}

  current(): Promise<BlobPlace> {
    return this.of(this.settings.kind);
  }

  of(kind: PlaceKind): Promise<BlobPlace> {
    return kind === 'disk' ? Promise.resolve(this.disk) : this.openS3();
  }

  /** The AWS SDK takes 30 MB and half a second to load: only who needs it pays. */
  private openS3(): Promise<BlobPlace> {
    if (this.settings.kind !== 's3' && this.settings.s3.endpoint === undefined && this.settings.s3.accessKeyId === undefined)
      return Promise.reject(
        new ConfigurationError('a blob lies in an S3 store that is no longer configured', {
          code: 'blob_storage_unconfigured',
          hint: 'keep blobs.s3 in the settings for as long as it holds blobs',
        }),
      );
    this.s3 ??= import('./s3-place.js').then(({ S3Place }) => new S3Place(this.settings.s3));
    return this.s3;
  }
}
