import { describe, expect, it } from '@jest/globals';
import { type SolvedAnswer, readSolvedAnswer } from './read-solved-answer.js';

const NONE = { solved: [], notSolved: [], more: [] };

describe('the answer to “is it solved?”', () => {
  it.each<[SolvedAnswer, string[]]>([
    [
      'solved',
      [
        ...['1', '【1】', '已解决', '已经解决了，谢谢', '解决了，没有其他问题', '好了', '可以了，谢谢！', '没问题了', '是的', '都正常了'],
        ...['Yes', 'Yes, solved. Nothing else, thank you!', 'It works now', 'fixed', 'ok', 'All resolved, no further questions.'],
      ],
    ],
    [
      'not_solved',
      [
        ...['2', '没解决', '还没有解决', '没有解决。', '还是不行', '仍然无法导出', '依然报错', '问题没有得到解决', '不行'],
        ...['Not solved', "No, it still doesn't work", 'It is not fixed', "it isn't working", 'still the same error', 'unresolved'],
      ],
    ],
    ['more', ['3', '解决了，但还有一个问题想问', '已解决。另外想咨询发票', 'Solved, but I have another question', 'Yes. One more thing']],
    ['unclear', ['请问怎么看？', '收到', '谢谢', 'Who are you?', '已经解决了吗？', '', '发票什么时候寄出']],
  ])('%s', (answer, texts) => {
    expect(texts.map((text) => [text, readSolvedAnswer(text, NONE)])).toEqual(texts.map((text) => [text, answer]));
  });

  it("knows the desk's own words", () => {
    const words = { solved: ['解決しました', 'solucionado'], notSolved: ['まだ'], more: [] };
    expect(readSolvedAnswer('Solucionado, gracias', words)).toBe('solved');
    expect(readSolvedAnswer('まだです', words)).toBe('not_solved');
  });
});
