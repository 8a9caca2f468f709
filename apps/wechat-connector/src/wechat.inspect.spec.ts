import { describe, expect, it } from '@jest/globals';
import { UsageError, type InspectInput, type InspectLine } from '#runtime';
import { inspections } from './wechat.inspect.js';

const XML =
  '<xml><ToUserName>gh</ToUserName><FromUserName> ada </FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content> hi </Content><MsgId>9007199254740993</MsgId></xml>';

async function inspect(kind: string, contents: readonly (string | Error)[], options: Record<string, string>): Promise<InspectLine[]> {
  async function* inputs(): AsyncIterable<InspectInput> {
    for (const [index, content] of contents.entries())
      yield {
        file: `${index}.xml`,
        read: () => (typeof content === 'string' ? Promise.resolve(Buffer.from(content)) : Promise.reject(content)),
      };
  }
  const lines: InspectLine[] = [];
  for await (const line of inspections.find((each) => each.kind === kind)!.run(inputs(), options)) lines.push(line);
  return lines;
}

describe('inspect wechat', () => {
  it('gives one line an input, in order, refused ones too', async () => {
    const lines = await inspect('wechat', [XML, '<xml>', new Error('no such file'), ''], { provider: 'official-account' });
    expect(lines).toMatchObject([
      {
        file: '0.xml',
        ok: true,
        remoteMessageId: '9007199254740993',
        dedupeKey: '9007199254740993',
        sender: 'ada',
        recipient: 'gh',
        nativeType: 'text',
        event: null,
        occurredAt: '1970-01-01T00:00:01.000Z',
        plainText: 'hi',
      },
      { file: '1.xml', ok: false, error: { code: 'xml_broken' } },
      { file: '2.xml', ok: false, error: { code: 'unreadable_file' } },
      { file: '3.xml', ok: false, error: { code: 'xml_empty' } },
    ]);
  });

  it('of no provider that there is, is wrong usage', async () => {
    await expect(async () => inspect('wechat', [XML], { provider: 'toString' })).rejects.toThrow(UsageError);
  });
});
