import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, RetriableError, SETTINGS, type Settings } from '#runtime';
import { fetchImage, type FetchRules, type RemoteImage } from './fetch-image.js';
import { ImageCache } from './image-cache.js';

const MAX_BYTES = 10_485_760;
const TIMEOUT_MS = 10_000;
const CACHE_BYTES = 33_554_432;
const CACHE_MS = 3_600_000;
/** Asked at once; a mail may name hundreds. */
const MAX_AT_ONCE = 8;
const MAX_WAITING = 400;

/** Images from elsewhere, fetched by us so that their servers learn nothing of who looks at them. */
@Injectable()
export class RemoteImages {
  private readonly cache: ImageCache;
  private readonly rules: FetchRules;
  private readonly underWay = new Map<string, Promise<RemoteImage>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(@Inject(SETTINGS) { remoteImages }: Settings, @Inject(CLOCK) clock: Clock) {
    this.cache = new ImageCache(clock, CACHE_BYTES, CACHE_MS);
    this.rules = { privateHosts: new Set(remoteImages.privateHosts), maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS };
  }

  /** Rejects as `fetchImage` does; `RetriableError` (`remote_images_busy`) when too many are waited for. */
  async get(url: string): Promise<RemoteImage> {
    const known = this.cache.get(url) ?? this.underWay.get(url);
    if (known !== undefined) return known;
    const fetching = this.fetch(url).finally(() => this.underWay.delete(url));
    this.underWay.set(url, fetching);
    return fetching;
  }

  private async fetch(url: string): Promise<RemoteImage> {
    if (this.running >= MAX_AT_ONCE) {
      if (this.waiting.length >= MAX_WAITING) throw new RetriableError('too many images are being fetched', { code: 'remote_images_busy' });
      await new Promise<void>((go) => this.waiting.push(go));
    }
    this.running += 1;
    try {
      const image = await fetchImage(url, this.rules);
      this.cache.put(url, image);
      return image;
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }
}
