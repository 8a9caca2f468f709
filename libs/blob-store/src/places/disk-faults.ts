import { RetriableError, TributaryError } from '#runtime';

/** Full disks and unreachable folders heal by an operator's hand; until then senders are told to come again. */
export function toDiskFault(error: unknown, path: string): unknown {
  if (error instanceof TributaryError || typeof error !== 'object' || error === null || !('code' in error)) return error;
  const { code } = error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new RetriableError(`disk full while writing a blob below ${path}`, {
      code: 'storage_full',
      hint: 'free space on the disk of the data folder',
      cause: error,
    });
  if (code === 'EIO' || code === 'EACCES' || code === 'EROFS' || code === 'EMFILE' || code === 'ENOTDIR' || code === 'EPERM')
    return new RetriableError(`blobs below ${path} cannot be read or written: ${code}`, {
      code: 'blob_storage_unavailable',
      hint: 'check the disk and the permissions of the data folder',
      cause: error,
    });
  return error;
}

export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toDiskFault(error, path);
  }
}
