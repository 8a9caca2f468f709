import type { ConnectorBlobs } from '#connector-sdk';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { toKeptFileBox, toWholeFileBox } from '../../converting/personal/file-box.js';
import type { Fields, PuppetRpc } from '../../receiving/personal/puppet-rpc.js';
import type { Step } from './plan-sends.js';
import type { SentContent } from './self-echoes.js';

const UPLOAD_MS = 120_000;
/** As much goes along with the call, as wechaty's own client does it. */
const WHOLE_BYTES = 20 * 1024;
/** The service's library (file-box) answers an upload when it has read it, which may be before its disk has it; and a file may be read only once. */
const SETTLE_MS = 300;

/** A call that is ready to be made, and what its echo will look like. */
export interface PreparedStep {
  readonly method: 'messageSendText' | 'messageSendFile' | 'messageSendUrl';
  readonly content: SentContent;
  createFields(rpc: PuppetRpc): Fields;
}

/** A step of a plan, or of a plan whose texts mention somebody. */
export type MentioningStep = Step & { readonly mentionIds?: readonly string[] };

/** Everything of a step but the send itself. Throws `RangeError` for a file that turns out to be too large. */
export async function prepareStep(rpc: PuppetRpc, step: MentioningStep, blobs: ConnectorBlobs, maxBytes: number): Promise<PreparedStep> {
  if (step.kind === 'text') {
    const { text, mentionIds } = step;
    const fields: Fields = { text, ...(mentionIds ? { mentionalIdsList: mentionIds } : {}) };
    return { method: 'messageSendText', content: { kind: 'text', text }, createFields: () => fields };
  }
  if (step.kind === 'link') {
    const { url, title, description } = step;
    const createFields = (by: PuppetRpc): Fields => ({
      urlLink: by.createMessage('UrlLinkPayload', { url, title, description: description ?? undefined }),
      // Services before wechaty-grpc 1.0 read this one.
      urlLinkDeprecated: JSON.stringify({ url, title, ...(description === null ? {} : { description }) }),
    });
    return { method: 'messageSendUrl', content: { kind: 'link' }, createFields };
  }
  const { stream, bytes } = await blobs.open(step.ref);
  if (bytes > maxBytes) {
    stream.destroy();
    throw new RangeError(`"${step.name}" has ${bytes} bytes, more than ${maxBytes}.`);
  }
  const fileBox =
    bytes > 0 && bytes <= WHOLE_BYTES ? toWholeFileBox(await buffer(stream), step.name) : await leave(rpc, stream, step.name, bytes);
  return { method: 'messageSendFile', content: { kind: 'file', name: step.name }, createFields: () => ({ fileBox }) };
}

async function leave(rpc: PuppetRpc, stream: Readable, name: string, bytes: number): Promise<string> {
  const id = await rpc.upload(stream, UPLOAD_MS);
  await sleep(SETTLE_MS);
  return toKeptFileBox(id, name, bytes);
}
