import { createSocket, type Socket } from 'node:dgram';
import { decode, encode, type Answer, type StringAnswer } from 'dns-packet';

export type Zone = Record<string, Partial<Record<'TXT' | 'A' | 'AAAA' | 'MX' | 'NS', readonly string[]>>>;

/** A name server on a port of the loopback, with zones that a test changes while it runs. */
export class DnsServer {
  /** Every question, as `TYPE name`. */
  readonly asked: string[] = [];
  /** No answer to anybody. */
  silent = false;
  private socket: Socket | null = null;

  constructor(public zone: Zone = {}) {}

  /** `address:port`. */
  async open(): Promise<string> {
    const socket = createSocket('udp4');
    this.socket = socket;
    socket.on('message', (message, { address, port }) => {
      const packet = decode(message);
      const [question] = packet.questions ?? [];
      if (question === undefined) return;
      this.asked.push(`${question.type} ${question.name.toLowerCase()}`);
      if (this.silent) return;
      const found = this.zone[question.name.toLowerCase()];
      const records = found?.[question.type as 'TXT'] ?? [];
      const known = found !== undefined || question.name === '' || question.name === '.';
      const answer = encode({
        id: packet.id!,
        type: 'response',
        // 0x180: recursion desired and available; 3: no such name.
        flags: 0x180 | (known ? 0 : 3),
        questions: packet.questions!,
        answers: records.map((data) => toAnswer(question.type, question.name, data)),
      });
      socket.send(answer, port, address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return `127.0.0.1:${socket.address().port}`;
  }

  close(): void {
    this.socket?.close();
  }
}

function toAnswer(type: string, name: string, data: string): Answer {
  if (type === 'TXT') return { type: 'TXT', name, ttl: 60, data: data.match(/.{1,250}/gs) ?? [''] };
  if (type === 'MX') return { type: 'MX', name, ttl: 60, data: { preference: 10, exchange: data } };
  return { type, name, ttl: 60, data } as StringAnswer;
}
