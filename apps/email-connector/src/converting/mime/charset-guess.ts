import { TextDecoder } from 'node:util';
import { decodeWestern } from './western.js';
/** Charsets that turn up unlabelled. Order breaks ties: the one that loses nothing comes first. */
type Guess = 'windows-1252' | 'gb18030' | 'big5' | 'shift_jis' | 'euc-jp' | 'euc-kr' | 'windows-1251' | 'koi8-r';

const SAMPLE = 4_096;
/** Characters that make up a good part of any text in the language: a wrong charset does not hit them by chance. */
const COMMON: Partial<Record<Guess, Set<string>>> = {
  gb18030: new Set(
    '的一是了我不在人们有来他这上着个地到大里说就去子得也和那要下看天时过出小么起你都把好还多没为又可家学只以主会样年想生同老中十从自面前头道它后然走很像见两用她国动进成回什边作对开而己些现山民候经发工向事命给长水几义三声于高手知理眼志点心战二问但身方实吃做叫当住听革打呢真全才四已所敌之最光产情路分总条白话东席次亲如被花口放儿常气五第使写军吧文运再果怎定许快明行因别飞外树物活部门无往船望新带队先力完却站代员机更九您每风级跟笑啊孩万少直意夜比阶连车重便斗马哪化太指变社似士者干石满日决百原拿群究各六本思解立河村八难早论吗根共让相研今其书坐接应关信觉步反处记将千找争领或师结块跑谁草越字加脚紧爱等习阵怕月青半火法题建赶位唱海七女任件感准张团屋离色脸片科倒睛利世刚且由送切星导晚表够整认响雪流未场该并底深刻平伟忙提确近亮轻讲农古黑告界拉名呀土清阳照办史改历转画造嘴此治北必服雨穿内识验传业菜爬睡兴形量咱观苦体众通冲合破友度术饭公旁房极南枪读沙岁线野坚空收算至政城劳落钱特围弟胜教热展包歌类渐强数乡呼性音答哥际旧神座章帮请问题谢客户订单系统邮件支持技术测试产品网络无法登录',
  ),
  big5: new Set(
    '的一是了我不在人們有來他這上著個地到大裡說就去子得也和那要下看天時過出小麼起你都把好還多沒為又可家學只以主會樣年想生同老中十從自面前頭道它後然走很像見兩用她國動進成回什邊作對開而己些現山民候經發工向事命給長水幾義三聲於高手知理眼志點心戰二問但身方實吃做叫當住聽打呢真全才四已所之最光產情路分總條白話東次親如被花口放兒常氣五第使寫吧文運再果怎定許快明行因別外物活部門無往望新帶先力完卻站代員機更您每風級跟笑孩萬少直意夜比連車重便馬哪化太指變社者日決百原拿各六本思解立八難早論嗎根共讓相今其書坐接應關信覺步反處記將千找或師結字加愛等法題建位海女任件感準團離色片科利世由送切星導晚表夠整認流未場該並底深平提確近輕講古告界拉名清辦改歷轉此必服內識驗傳業形量觀體眾通合破友度術公極南讀空收算至政城錢特教熱展包類強數性音答際請問題謝客戶訂單系統郵件支援技術測試產品網路無法登入',
  ),
  'euc-kr': new Set(
    '이다는을가고의에하지로한은리를기사어도나자들아라니대해서스그있시인정수구부장우일여전보주제과만주게오안와상원용야신문요음공경세조연동면선지모방성비당회마저거내적무었습감합처분됩입립확실물결행화소발생미제품객센터안녕십시오문의',
  ),
};
const decoders = new Map<Guess, TextDecoder>();

/** Single-byte Western texts look alike: fewer accented letters than this may as well be Polish or Turkish, and a wrong letter is silent. */
const WESTERN_EVIDENCE = 6;

/**
 * The charset of bytes that are no UTF-8, where they prove one; null otherwise: a visible U+FFFD is better than a wrong letter.
 * Looks at the first 4 kB that hold high bytes; never throws.
 */
export function guessCharset(bytes: Buffer): Guess | null {
  const sample = cutSample(bytes);
  const western = decodeWestern(sample);
  let best: Guess | null = (western.match(/[\x80-\uffff]/g)?.length ?? 0) >= WESTERN_EVIDENCE ? 'windows-1252' : null;
  let bestScore = scoreWestern(western);
  for (const charset of ['gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'windows-1251', 'koi8-r'] as const) {
    const text = decode(sample, charset);
    if (text === null) continue;
    const score = charset.startsWith('windows') || charset === 'koi8-r' ? scoreCyrillic(text) : scoreEastAsian(text, charset);
    if (score > bestScore) {
      best = charset;
      bestScore = score;
    }
  }
  return bestScore > 0 ? best : null;
}

/** Starts where the high bytes start and ends at a line or blank, so that no character is cut in half. */
function cutSample(bytes: Buffer): Buffer {
  if (bytes.length <= SAMPLE) return bytes;
  let from = bytes.findIndex((byte) => byte >= 0x80);
  while (from > 0 && bytes[from - 1]! > 0x20) from--;
  let to = Math.min(bytes.length, from + SAMPLE);
  if (to < bytes.length) {
    const stop = Math.max(bytes.lastIndexOf(0x0a, to), bytes.lastIndexOf(0x20, to));
    if (stop > from) to = stop;
  }
  return bytes.subarray(from, to);
}

/** A decoder that throws takes fifty times as long over bytes that are none of its own: a header may hold thousands of pieces. */
function decode(bytes: Buffer, charset: Guess): string | null {
  let decoder = decoders.get(charset);
  if (!decoder) decoders.set(charset, (decoder = new TextDecoder(charset)));
  const text = decoder.decode(bytes);
  return text.includes('\ufffd') ? null : text;
}

/** Mean points of the characters beyond ASCII, 3 at most. */
function scoreEastAsian(text: string, charset: Guess): number {
  const common = COMMON[charset];
  const japanese = charset === 'shift_jis' || charset === 'euc-jp';
  let points = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    count++;
    // one ideograph in the middle of a Latin word is an accented letter read wrongly
    if (isLatin(text.charCodeAt(i - 1)) && isLatin(text.charCodeAt(i + 1))) points -= 4;
    else if (code >= 0x3041 && code <= 0x30fe) points += japanese ? 2.5 : -0.5;
    else if (code >= 0xff61 && code <= 0xff9f) points -= 1.5;
    else if (common?.has(text[i]!)) points += 3;
    else if (code >= 0x4e00 && code <= 0x9fff) points += japanese ? 0.9 : charset === 'euc-kr' ? -1 : 0.7;
    else if (code >= 0xac00 && code <= 0xd7a3) points += charset === 'euc-kr' ? 1 : -3;
    else if ((code >= 0x3000 && code <= 0x3020) || (code >= 0xff01 && code <= 0xff5e)) points += 1.5;
    else if (code >= 0x2010 && code <= 0x2026) points += 0.5;
    else points -= 3;
  }
  return count === 0 ? 0 : points / count;
}

/** Lower case inside words, and the letters that Russian is made of: KOI8-R and windows-1251 read as each other swap case and letters. */
function scoreCyrillic(text: string): number {
  let points = 0;
  let count = 0;
  let before = '';
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (code >= 0x80) {
      count++;
      const lower = (code >= 0x430 && code <= 0x45f) || code === 0x491;
      const upper = code >= 0x401 && code <= 0x42f;
      if (lower) points += /[a-zA-Z]/.test(before) ? -2 : 1.6;
      else if (upper) points += /[\u0430-\u045fa-zA-Z]/.test(before) ? -2 : 1;
      else points -= code === 0xab || code === 0xbb || code >= 0x2010 ? 0 : 2;
      if (/[оеаинтсрвлкОЕАИНТСРВЛК]/.test(char)) points += 0.5;
      else if (/[фщэъцФЩЭЪЦ]/.test(char)) points -= 0.8;
    }
    before = char;
  }
  return count < 3 ? 0 : points / count;
}

/** Accented letters beside plain ones, typographic quotes and dashes. */
function scoreWestern(text: string): number {
  let points = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    count++;
    const [before, after] = [text.charCodeAt(i - 1), text.charCodeAt(i + 1)];
    const plain = Number(isLatin(before)) + Number(isLatin(after));
    const crowded = before >= 0x80 || after >= 0x80;
    if (code >= 0xc0 && code <= 0xff) points += plain > 0 ? (crowded ? 1 : 1.6) : crowded ? -1 : 0.6;
    else if (code >= 0x2013) points += crowded ? -0.5 : 1;
    else if (code >= 0xa0) points += crowded ? -0.5 : 0.8;
    else points -= 2;
  }
  return count === 0 ? 0 : points / count;
}

function isLatin(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}
