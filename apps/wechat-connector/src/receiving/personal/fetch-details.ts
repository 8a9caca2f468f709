import type { ConnectorBlobs } from '#connector-sdk';
import { type MessageDetails, NO_DETAILS } from '../../converting/personal/details.js';
import { MEDIA_PARTS } from '../../converting/personal/message-types.js';
import type { PuppetMessage } from '../../converting/personal/puppet-message.js';
import { isXml } from '../../converting/personal/xml-fields.js';
import { fetchMedia, type MediaLimits } from './fetch-media.js';
import { PuppetFailure } from './puppet-failure.js';
import type { PuppetLink } from './puppet-link.js';
import { readCard, readLink, readLocation, readMiniProgram } from './puppet-reads.js';

const TRIES = 3;

/**
 * What a kind of message needs beside its payload. What the puppet does not give stays null, or is a state of the media with its reason.
 * Rejects only with what our own store says.
 */
export async function fetchDetails(
  link: PuppetLink,
  message: PuppetMessage,
  blobs: ConnectorBlobs,
  limits: MediaLimits,
  signal: AbortSignal,
): Promise<MessageDetails> {
  const { id, type } = message;
  if (id === null) return NO_DETAILS;
  if (MEDIA_PARTS[type] !== undefined || mayHideFile(message)) return fetchFile(link, message, blobs, limits, signal);
  const optional = <T>(answer: Promise<T | null>) => answer.catch(() => null);
  switch (type) {
    case 'Location':
      return { ...NO_DETAILS, location: await optional(link.use((rpc) => readLocation(rpc, id))) };
    case 'Url':
      return { ...NO_DETAILS, link: await optional(link.use((rpc) => readLink(rpc, id))) };
    case 'MiniProgram':
      return { ...NO_DETAILS, miniProgram: await optional(link.use((rpc) => readMiniProgram(rpc, id))) };
    case 'Contact':
      return { ...NO_DETAILS, card: await optional(link.use((rpc) => readCard(rpc, id))) };
    default:
      return NO_DETAILS;
  }
}

/** Puppets call files of kinds they do not know "Unknown". */
function mayHideFile({ type, text, fileName }: PuppetMessage): boolean {
  return type === 'Unknown' && !isXml(text) && (fileName !== null || text === '');
}

async function fetchFile(
  link: PuppetLink,
  message: PuppetMessage,
  blobs: ConnectorBlobs,
  limits: MediaLimits,
  signal: AbortSignal,
): Promise<MessageDetails> {
  const names = message.fileName === null ? {} : { fileName: message.fileName.slice(0, 1024) };
  for (let tries = 1; ; tries += 1) {
    try {
      const { media, problem } = await link.use((rpc) => fetchMedia(rpc, message.id!, blobs, limits));
      return { ...NO_DETAILS, media: { ...names, ...media }, mediaProblem: problem };
    } catch (error) {
      if (!(error instanceof PuppetFailure)) throw error;
      if (tries >= TRIES || !error.isAboutLink || signal.aborted) {
        if (message.type === 'Unknown') return NO_DETAILS;
        return { ...NO_DETAILS, media: { state: 'failed', ...names }, mediaProblem: error.details };
      }
      await link.awaitConnection(AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]));
    }
  }
}
