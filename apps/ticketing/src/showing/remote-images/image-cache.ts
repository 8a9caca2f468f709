import type { Clock } from '#runtime';
import type { RemoteImage } from './fetch-image.js';

interface Kept {
  readonly image: RemoteImage;
  readonly until: number;
}

/** Images that were fetched lately, at most so many bytes of them; what was used longest ago goes first. */
export class ImageCache {
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;

  constructor(
    private readonly clock: Clock,
    private readonly maxBytes: number,
    private readonly keepMs: number,
  ) {}

  get(url: string): RemoteImage | null {
    const found = this.kept.get(url);
    if (found === undefined) return null;
    this.drop(url, found);
    if (found.until < this.clock.now().getTime()) return null;
    this.add(url, found);
    return found.image;
  }

  put(url: string, image: RemoteImage): void {
    const before = this.kept.get(url);
    if (before !== undefined) this.drop(url, before);
    if (sizeOf(url, image) > this.maxBytes) return;
    this.add(url, { image, until: this.clock.now().getTime() + this.keepMs });
    for (const [oldest, kept] of this.kept) {
      if (this.bytes <= this.maxBytes) break;
      this.drop(oldest, kept);
    }
  }

  private add(url: string, kept: Kept): void {
    this.kept.set(url, kept);
    this.bytes += sizeOf(url, kept.image);
  }

  private drop(url: string, kept: Kept): void {
    this.kept.delete(url);
    this.bytes -= sizeOf(url, kept.image);
  }
}

function sizeOf(url: string, { bytes }: RemoteImage): number {
  return bytes.length + 2 * url.length + 200;
}
