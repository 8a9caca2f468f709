import type { Cluster, KafkaMessage } from 'kafkajs';
import type { ConsumedRecord } from '../port.js';
import { findLeader } from './admin-link.js';
import { kafkaErrorKinds } from './errors.js';
import { decodeMessage } from './message.js';

interface FetchAnswer {
  readonly responses: readonly {
    readonly partitions: readonly { readonly highWatermark: string; readonly messages: readonly KafkaMessage[] }[];
  }[];
}

interface Place {
  readonly topic: string;
  readonly partition: number;
  /** Where the log of this partition begins now. */
  readonly low: string;
}

/** Reads one partition without a group. An offset that retention has removed reads from where the log begins. */
export async function readRecords(cluster: Cluster, place: Place, offset: string, limit: number): Promise<ConsumedRecord[]> {
  const { topic, partition, low } = place;
  const found: ConsumedRecord[] = [];
  let next = BigInt(offset) < BigInt(low) ? BigInt(low) : BigInt(offset);
  while (found.length < limit) {
    const { messages, end } = await fetchOnce(cluster, topic, partition, next);
    const fresh = messages.filter((message) => BigInt(message.offset) >= next);
    found.push(...fresh.map((message) => decodeMessage(topic, partition, message)));
    const last = fresh.at(-1);
    if (last === undefined) break;
    next = BigInt(last.offset) + 1n;
    if (next >= end) break;
  }
  return found.slice(0, limit);
}

async function fetchOnce(
  cluster: Cluster,
  topic: string,
  partition: number,
  offset: bigint,
  tries = 1,
): Promise<{ messages: readonly KafkaMessage[]; end: bigint }> {
  try {
    const leader = await findLeader(cluster, topic, partition);
    const answer = (await leader.fetch({
      maxWaitTime: 50,
      minBytes: 1,
      maxBytes: 4_194_304,
      topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes: 4_194_304 }] }],
    })) as FetchAnswer;
    const part = answer.responses[0]?.partitions[0];
    return { messages: part?.messages ?? [], end: BigInt(part?.highWatermark ?? 0) };
  } catch (error) {
    if (kafkaErrorKinds(error).some((kind) => kind === 'OFFSET_OUT_OF_RANGE' || kind === 'KafkaJSOffsetOutOfRange'))
      return { messages: [], end: 0n };
    if (tries === 4) throw error;
    await cluster.refreshMetadata();
    return fetchOnce(cluster, topic, partition, offset, tries + 1);
  }
}
