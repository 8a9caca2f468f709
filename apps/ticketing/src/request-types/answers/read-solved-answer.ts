/** What a customer says when he is asked whether it is solved and whether there is anything else. `more`: solved, and something new. */
export type SolvedAnswer = 'solved' | 'not_solved' | 'more' | 'unclear';

export interface SolvedWords {
  readonly solved: readonly string[];
  readonly notSolved: readonly string[];
  readonly more: readonly string[];
}

const NUMBERED: Readonly<Record<string, SolvedAnswer>> = { 1: 'solved', 2: 'not_solved', 3: 'more' };

const NOT_SOLVED =
  /(?:没|沒|未|没有|沒有|并未|还没|還沒)(?:能|有|被|得到)?(?:彻底|完全|真正)?(?:解决|解決|处理好|修好|搞定|好)|解决不了|解決不了|(?:还是|仍然|依然|依旧|仍|還是)(?!有)(?:.{0,12})(?:不行|不能|无法|無法|不了|没|沒|报错|失败|出错|有问题|一样)|(?:还是|依然|仍)(?:有问题|不行)|不行|\bnot? (?:yet )?(?:solved|resolved|fixed|working)\b|\b(?:isn['’]t|hasn['’]t been|wasn['’]t|is not|not been) (?:\w+ )?(?:solved|resolved|fixed|working)\b|\bstill (?:not|doesn|does not|can|fail|broken|the same|happen|have the|get)|\bdoes(?:n['’]t| not) work\b|\bunsolved\b|\bunresolved\b/iu;
const MORE =
  /(?:还有|還有|另外|另有|再问|再請問|再请问)(?:.{0,6})(?:问题|問題|个事|一个|想问|疑问|请教|咨询)|^(?:另外|还有)|\banother (?:question|problem|issue|thing)\b|\bone more\b|\bsomething else\b|\balso\b.{0,40}\?/iu;
const NOTHING_MORE =
  /(?:没有?|沒有?|无|無)(?:其他|其它|别的|別的|什么|什麼)(?:.{0,4})(?:问题|問題|了|事)?|\bnothing (?:else|more)\b|\bno (?:other|more|further)\b/giu;
const SOLVED =
  /(?:已经?|都|全部?|完全|问题|問題)?(?:解决|解決|处理好|修好|搞定)(?:了|啦|完|$|[，。,.!！\s])|(?:好|可以|正常|行|没问题|沒問題|恢复)(?:使用)?(?:了|啦)|(?:已|都)(?:解决|恢复|正常|修复)|^(?:是|是的|对|对的|解决|yes|yep|yeah|ok|okay|好的|嗯)(?:[\s,，。.!！]|$)|\b(?:solved|resolved|fixed)\b|\bworks?(?: fine| well| again)? now\b|\b(?:it|that|everything)(?:['’]s| is)? (?:works|working|fine|ok)\b/iu;

/** Only the new words of an answer are to be given; questions, and what cannot be told, are a person's to read. */
export function readSolvedAnswer(text: string, words: SolvedWords): SolvedAnswer {
  const said = text.normalize('NFKC').trim();
  const numbered = /^[【[(]?([123])[】\]).、。]?$/u.exec(said)?.[1];
  if (numbered !== undefined) return NUMBERED[numbered]!;
  const has = (list: readonly string[]) => list.some((word) => said.toLowerCase().includes(word.normalize('NFKC').toLowerCase()));
  const rest = said.replaceAll(NOTHING_MORE, ' ');
  const [not, more, solved] = [
    NOT_SOLVED.test(rest) || has(words.notSolved),
    MORE.test(rest) || has(words.more),
    SOLVED.test(rest) || has(words.solved),
  ];
  if (not) return 'not_solved';
  if (more) return 'more';
  if (/[?？]/u.test(rest)) return 'unclear';
  return solved ? 'solved' : 'unclear';
}
