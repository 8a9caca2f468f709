/** Words that questions have and that say nothing of what is asked. They part what stands around them. */
const ENGLISH = new Set(
  `a an and are as at be been being but by can could did do does doing for from get gets getting had has have having he her here hers him his how
  i if in into is it its just let like me mine my no of off on or our ours out please she should so some than that the their theirs them then
  there these they this those to too up us very was we were what when where which while who whom why will with would you your yours am any
  anyone anything about again all also always because cannot cant dont doesnt didnt isnt wont im ive id hi hello hey thanks thank help need
  want wants wanted try trying tried keep keeps make made may might much must ok still such sure tell way ways one even ever every got going
  go goes really something somewhere someone after before`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Longest first, so that 怎么办 goes before 怎么. */
const CHINESE = [
  ...['请问一下', '麻烦问下', '怎么回事', '是怎么回事', '为什么', '怎么办', '怎么样', '怎么', '怎样', '如何', '什么时候', '什么', '请问'],
  ...[
    '能不能',
    '可不可以',
    '是不是',
    '有没有',
    '要不要',
    '是否',
    '可以',
    '能否',
    '哪里',
    '哪儿',
    '哪个',
    '哪些',
    '我想',
    '想要',
    '我要',
    '我们',
  ],
  ...[
    '你们',
    '他们',
    '它们',
    '自己',
    '这个',
    '那个',
    '这些',
    '那些',
    '一下',
    '一直',
    '一个',
    '一些',
    '已经',
    '还是',
    '或者',
    '但是',
    '因为',
    '所以',
  ],
  ...['如果', '的话', '然后', '就是', '没有', '现在', '刚才', '突然', '需要', '应该', '谢谢', '您好', '你好', '帮忙', '麻烦', '咋', '咋办'],
  ...[
    '我',
    '你',
    '您',
    '他',
    '她',
    '它',
    '的',
    '了',
    '吗',
    '呢',
    '吧',
    '啊',
    '么',
    '嘛',
    '呀',
    '着',
    '把',
    '被',
    '是',
    '在',
    '就',
    '都',
    '也',
    '很',
    '给',
  ],
].sort((one, other) => other.length - one.length);
const CHINESE_PATTERN = new RegExp(CHINESE.join('|'), 'gu');

export function isQuiet(word: string): boolean {
  return ENGLISH.has(word);
}

/** The runs of characters that are left of a Chinese one. */
export function splitAtQuiet(run: string): string[] {
  return run.split(CHINESE_PATTERN).filter((part) => part !== '');
}
