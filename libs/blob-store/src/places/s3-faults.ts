import { ConfigurationError, RetriableError } from '#runtime';

const REFUSED = new Set([
  'AccessDenied',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'NoSuchBucket',
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'CredentialsProviderError',
  'InvalidBucketName',
]);
const FULL = new Set(['XMinioStorageFull', 'QuotaExceeded', 'EntityTooLarge']);

/** Classes what the S3 client threw: keys and bucket are the operator's, everything else passes. */
export function toS3Fault(error: unknown, bucket: string): Error {
  const name = error instanceof Error ? error.name : String(error);
  const said = `S3 bucket ${bucket}: ${error instanceof Error && error.message !== '' ? error.message : name}`;
  if (REFUSED.has(name) || statusOf(error) === 401 || statusOf(error) === 403)
    return new ConfigurationError(said, { code: 'blob_storage_refused', hint: 'check blobs.s3: endpoint, bucket and keys', cause: error });
  if (FULL.has(name) || statusOf(error) === 507)
    return new RetriableError(said, { code: 'storage_full', hint: 'free space in the S3 store', cause: error });
  return new RetriableError(said, { code: 'blob_storage_unavailable', hint: 'check that the S3 store is reachable', cause: error });
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound' || statusOf(error) === 404);
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode;
}
