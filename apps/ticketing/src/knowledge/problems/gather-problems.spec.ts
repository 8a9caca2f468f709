import { describe, expect, it } from '@jest/globals';
import { gatherProblems } from './gather-problems.js';

const PROBLEMS = [
  ['水泵控制器报警灯常亮', '水泵控制器的报警灯一直亮着，复位键没反应'],
  ['证书导入后网页打不开', '导入新证书之后管理网页打不开，浏览器提示握手失败'],
  ['语音网守注册超时', '语音网守注册总是超时，话机显示未注册'],
  ['Label printer prints blank', 'The label printer only gives blank pages since the update'],
] as const;
const tickets = PROBLEMS.flatMap(([subject, text], kind) =>
  [1, 2, 3].map((n) => ({
    id: `${kind}-${n}`,
    number: `N${kind}${n}`,
    subject: `${subject} ${n}`,
    text: `${text}，第${n}次联系`,
    category: null,
    requestType: null,
  })),
);
const other = (id: string, subject: string) => ({ id, number: id, subject, text: subject, category: null, requestType: null });

describe('tickets that say much the same', () => {
  it('are one problem, named after one of them; others stay apart', () => {
    const found = gatherProblems([...tickets, other('a', '发票抬头写错了'), other('b', 'How do I cancel?')], 3);
    expect(found.map(({ tickets: own }) => own.map(({ id }) => id)).sort()).toEqual(
      PROBLEMS.map((_, kind) => [1, 2, 3].map((n) => `${kind}-${n}`)),
    );
    expect(found.map(({ name }) => name.slice(0, -2)).sort()).toEqual(PROBLEMS.map(([subject]) => subject).sort());
  });

  it('are two problems in two categories', () => {
    const [one, two, three] = tickets as [(typeof tickets)[0], (typeof tickets)[0], (typeof tickets)[0]];
    expect(gatherProblems([one, two, { ...three, category: 'pumps' }], 2).map(({ tickets: own }) => own.length)).toEqual([2]);
  });
});
