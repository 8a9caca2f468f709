/** What stands in signatures: names, and how to reach somebody. People set orders and lists off by the same rules. */

const CONTACT =
  /[^\s@]@[^\s@]+\.\p{L}|https?:\/\/|(?<![\p{L}\d])www\.|(?<![\p{L}\d])(?:tel|telephone|telefon|phone|mobile?|mob|handy|fax|cell|tél(?:éphone)?|móvil|teléfono|тел|моб|puh|tlf)\.?\s?[:：.]|(?:电话|電話|手机|手機|微信|邮箱|信箱|전화|휴대폰)\s?[:：]|\+\d[\d ()./-]{6,}\d|(?<!\d)(?:\(0?\d{2,4}\)|0\d{2,4})[ /-]?\d{3,}|(?<!\d)\d{3}[-. ]\d{3}[-. ]\d{4}(?!\d)/iu;
/** A name on a network, or who says his name. */
const CALLED =
  /^\s*@[\p{L}\d_.]{2,30}\s*$|^\s*(?:my name is|ich hei(?:ß|ss)e|je m'appelle|me llamo|mi chiamo|меня зовут|我叫)\s+\p{L}{2,20}\s*$/iu;
const NAME_WORD = /^(?:\p{Lu}[\p{L}\p{M}'’-]*\.?|von|van|der|den|de|del|la|da|di|do|du|dos|el|bin|al|&|und|and)$/u;
const CJK_NAME = /^(?:\p{Script=Han}{2,4}|[\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}]{2,8})$/u;
const CLOSING =
  /regards|wishes|thanks|thank you|cheers|sincerely|yours|best|grü(?:ß|ss)|mfg|vg|lg|dank|salutations|cordialement|merci|bien à|saludos|gracias|atentamente|abraços?|obrigad|saluti|grazie|groet|hälsning|hilsen|mvh|terveisin|pozdr|уважением|привет|спасибо|saygılar|teşekkür|üdvözlet|此致|敬礼|祝|谢谢|謝謝|敬具|よろしく|감사/iu;
const MAX_NAME = 40;
const MAX_CLOSING = 60;
const MAX_WORDS = 4;

/** Do these lines, without blank ones, say who wrote and how to reach him? `above`: the last lines before the rule. `weak`: it is one that divides texts. */
export function saysWhoWrote(lines: readonly string[], above: readonly string[], weak: boolean): boolean {
  const last = above.at(-1) ?? '';
  if (/[:：]\s*$/u.test(last)) return false;
  if (lines.some((line) => CONTACT.test(line) || CALLED.test(line))) return true;
  const ended = /[.!?。！？…]\s*$/u.test(last);
  if (!isName(lines[0] ?? '')) return ended && lines.length === 1 && /^\s*\p{L}{2,15}\s*$/u.test(lines[0]!);
  // two names may be two goods; below the end of a sentence, or a greeting, they are not
  if (weak || lines.length === 1) return lines.length === 1;
  return ended || /[,，)]\s*$/u.test(last) || above.some((line) => line.length <= MAX_CLOSING && CLOSING.test(line));
}

function isName(line: string): boolean {
  const text = line.trim().replace(/^[-–—>*_\s]+|[*_,，]+$/g, '');
  if (text.length === 0 || text.length > MAX_NAME) return false;
  const words = text.split(/\s+/);
  return CJK_NAME.test(text) || (words.length <= MAX_WORDS && words.every((word) => NAME_WORD.test(word)));
}
