/** Why what is written does not go out now: nothing is written, something is being waited for, or something is to be mended first. */
export type Hindrance = 'empty' | 'asking' | 'uploading' | 'waysFailed' | 'noWay' | 'wrongAddress' | 'fileFailed';

interface Written {
  readonly isNote: boolean;
  readonly isEmpty: boolean;
  /** The ways to answer this customer: asked for, there, or not to be had. */
  readonly ways: 'asking' | 'there' | 'failed';
  readonly hasWay: boolean;
  readonly isUploading: boolean;
  readonly hasFailedFile: boolean;
  readonly hasWrongAddress: boolean;
}

/** Null when nothing is in the way. What has to be mended comes before what passes by itself. */
export function findHindrance(written: Written): Hindrance | null {
  if (written.isEmpty) return 'empty';
  if (written.isNote) return null;
  if (written.hasWrongAddress) return 'wrongAddress';
  if (written.hasFailedFile) return 'fileFailed';
  if (!written.hasWay) return written.ways === 'there' ? 'noWay' : written.ways === 'failed' ? 'waysFailed' : 'asking';
  return written.isUploading ? 'uploading' : null;
}

/** What passes by itself: who said "send" meanwhile need not say it again. */
export function passesByItself(hindrance: Hindrance): boolean {
  return hindrance === 'asking' || hindrance === 'uploading';
}
