import { DEVICE_WORDS, FILL_WORDS, GET_WORDS, SENT_FROM, SENT_WORDS } from './program-words.js';

/** Products by whose names such lines are known; `iphonesta` and `iPhone-omról` too. */
const PRODUCT =
  /^(?:iphon|ipad|ipod|android|samsung|galaxy|huawei|honor|xiaomi|redmi|oppo|vivo|oneplus|realme|nokia|motorola|pixel|xperia|htc|blackberry|windows|outlook|yahoo|proton|tutanota|tuta|gmx|web|gmail|яндекс|yandex|ios|bluemail|spark|mailspring|edison|aquamail|thunderbird|zoho|naver|libero|foxmail|lark|dingtalk|t-mobile|mail\.ru)-?\p{L}{0,6}$/u;
const CJK_PRODUCT =
  '(?:iphone|ipad|ios|android|安卓|samsung|三星|galaxy|huawei|华为|華為|荣耀|honor|xiaomi|小米|红米|oppo|vivo|oneplus|一加|魅族|realme|索尼|windows|outlook|yahoo|gmail|qq|foxmail|网易|新浪|阿里|企业微信|微信|飞书|钉钉|コメール|docomo|スマートフォン|スマホ|携帯(?:電話)?|手机|手機|휴대폰|스마트폰|네이버|平板)';
const CJK_FILL =
  '(?:智能|手机|手機|版|客户端|客戶端|邮箱|郵箱|邮件|郵件|应用|大师|企业|商务|专属|の|を|に|で|用|for|のメール|메일|앱|용|을|를|에서|から|より|android|ios|iphone|ipad|outlook|qq|mail|pro|max|plus|[\\s\\d])';
const CJK = [
  new RegExp(`^(?:发送?自|發送?自|来自|來自|傳送自|寄自)\\s*(?:我的|我)?\\s*${CJK_FILL}*${CJK_PRODUCT}${CJK_FILL}*$`, 'iu'),
  new RegExp(
    `^(?:从|從|由|使用|通过|透過)?\\s*(?:我的|私の|나의|내)?\\s*${CJK_PRODUCT}${CJK_FILL}*(?:送信(?:しました)?|보냄|보냈습니다|发送|發送|傳送|寄出|发出|入手(?:する)?|다운로드)$`,
    'iu',
  ),
  new RegExp(`^(?:获取|下载|取得|下載)\\s*${CJK_FILL}*outlook${CJK_FILL}*$`, 'iu'),
];
const CJK_LETTER = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const KNOWN = new RegExp(`^(?:${SENT_FROM})`, 'iu');
/** How the known ones begin. */
const KNOWN_STARTS = new Set(SENT_FROM.split('|').map((known) => known.slice(0, 3)));
const FIRST_WORD = /[\p{L}\p{M}\p{N}]+/u;
const LEAD = /^[\s(_*<[•·|-]+|[\s.!)_*>\]|]+$/g;
const LINK = /<?https?:\/\/[^\s)>]*>?|\(https?:[^)\s]*\)/g;
const APOLOGY = /[,.;!]\s*(?:please |pls )?(?:excuse|forgive|bitte|entschuld|pardon|veuillez|disculp|scusa).{0,60}$/i;
/** `Sent from my desk, which is …` was written by a person. */
const CLAUSE = /[,;:!?](?!\p{L})\s*\p{L}/u;
const MAX_LENGTH = 140;
/** Behind known words; fewer where no product is named. */
const MAX_WORDS = 10;
const MAX_WORDS_UNNAMED = 6;

/**
 * A line that a mail program, not a person, writes under a mail: `Sent from my iPhone`, `获取 Outlook for iOS`. It says nothing else. `unnamed`:
 * it begins like one and names no product or device, as `envoyé de Paris` does.
 */
export function programLineOf(line: string): 'named' | 'unnamed' | null {
  if (line.length > 400 || !mayBegin(FIRST_WORD.exec(line)?.[0].toLowerCase() ?? '')) return null;
  const text = line.replace(LINK, ' ').replace(LEAD, '').replace(APOLOGY, '').replace(LEAD, '');
  if (text.length < 4 || text.length > MAX_LENGTH) return null;
  if (CJK_LETTER.test(text)) return CJK.some((pattern) => pattern.test(text)) ? 'named' : null;
  const words = text
    .toLowerCase()
    .split(/[\s"'’“”()[\]<>.,!®™–-]+|:\s/)
    .filter(Boolean);
  if (saysNothingElse(words)) return 'named';
  const named = words.some(isNamed);
  if (words.length > (named ? MAX_WORDS : MAX_WORDS_UNNAMED) || !KNOWN.test(text) || CLAUSE.test(text)) return null;
  return named ? 'named' : 'unnamed';
}

/** Nearly all lines of people end the search here. */
function mayBegin(word: string): boolean {
  if (word === '') return false;
  return CJK_LETTER.test(word) || FILL_WORDS.has(word) || isNamed(word) || isTold(word) || KNOWN_STARTS.has(word.slice(0, 3));
}

function isNamed(word: string): boolean {
  return DEVICE_WORDS.has(word) || PRODUCT.test(word);
}

function isTold(word: string): boolean {
  return SENT_WORDS.has(word) || GET_WORDS.has(word);
}

function saysNothingElse(words: readonly string[]): boolean {
  let sent = false;
  let named = false;
  for (const word of words) {
    if (isNamed(word)) named = true;
    else if (isTold(word)) sent = true;
    else if (!FILL_WORDS.has(word) && !/^\d+\p{L}?$/u.test(word)) return false;
  }
  return sent && named;
}
