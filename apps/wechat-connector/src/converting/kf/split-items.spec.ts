import { describe, expect, it } from '@jest/globals';
import { readKfPage } from './kf-item.js';
import { splitKfItems } from './split-items.js';

describe('the raw bytes of one message of a page', () => {
  const items = [
    '{ "msgid":"a", "text": {"content":"br]ace } \\" \\\\"}}',
    '{"msgid":"\\u4f60","deep":[[{"x":[1,2,{}]}],"]"], "n": -1.5e3}',
    '{}',
  ];

  it('are what stood there, white space and escapes too', () => {
    const page = `{"errcode":0,"x":{"msg_list":[{"no":1}]},"msg_list": [ ${items.join(' ,\n')} ],"has_more":1}`;
    expect(splitKfItems(page)).toEqual(items);
  });

  it('stand beside the messages one to one, whatever lies between', () => {
    for (const list of ['[]', '[1,"a",null,{"msgid":"b"},[{"msgid":"c"}]]', '{}', 'null', '"x"', '[{"msgid":"a"},{"msgid":"b"}]']) {
      const page = `{"msg_list":[{"msgid":"old"}],"next_cursor":"c","msg_list":${list}}`;
      const split = splitKfItems(page).map((raw) => (JSON.parse(raw) as { msgid: string }).msgid);
      expect(split).toEqual(readKfPage(page)?.items.map(({ msgId }) => msgId));
    }
  });
});
