import type { ConnectorBlobs } from '#connector-sdk';
import { toKeptFileBox } from '../../converting/personal/file-box.js';
import type { Fields, PuppetRpc } from '../../receiving/personal/puppet-rpc.js';
import type { Step } from './plan-sends.js';
import type { SentContent } from './self-echoes.js';

const UPLOAD_MS = 120_000;

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
  const fileBox = toKeptFileBox(await rpc.upload(stream, UPLOAD_MS), step.name, bytes);
  return { method: 'messageSendFile', content: { kind: 'file', name: step.name }, createFields: () => ({ fileBox }) };
}
