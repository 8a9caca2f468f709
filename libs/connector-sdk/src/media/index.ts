export { MediaFetcher, type MediaFetching } from './media-fetcher.js';
export type { MediaJob } from './media-job.js';
export { MediaLost } from './media-lost.js';
export { openResponse, openUrl, type OpenedMedia } from './open-response.js';
export { sniffType } from './sniff-type.js';
export { storeBounded, type MediaBounds, type StoredBytes } from './store-bounded.js';
