/** Which command of SMTP a refusal answered. */
export type Command = 'MAIL' | 'RCPT' | 'DATA';

/** Status classes of RFC 3463 under which the address itself is dead. */
const DEAD_STATUS = /^5\.(?:1\.[1-36]|1\.10|4\.4)$/;
const DEAD_WORDS =
  /user (?:is )?unknown|unknown[\s-]+(?:user|address|recipient|host|domain|local|mailbox)|user (?:not found|not known)|no such (?:user|recipient|mailbox|address|person|domain|host|account|local)|(?:does|do)(?: not|n['’]?t) exist|doesn['’]?t have an? .{0,40}account|no (?:account|mailbox) (?:by|with|for|here)|(?:mailbox|account|recipient|address) (?:was )?(?:not found|unknown|nonexist|non-exist|not known|no longer (?:valid|exist|in use|available|active))|name is not recogni[sz]ed|invalid (?:recipient|mailbox|address|user)|(?:bad|incorrect) (?:destination|recipient|e?-?mail) ?(?:mailbox )?address|(?:host|domain)(?: name)? (?:unknown|not found|lookup failed)|unrouteable|(?:is|are) not (?:a (?:valid|known)|listed|recogni[sz]ed)|user .{0,60}not listed|no mailbox|address (?:has )?(?:changed|moved)|has (?:moved|left)|no longer (?:works|with)|null mx|does not accept (?:any )?(?:e-?)?mail|ユーザ.{0,12}(?:存在しません|不明|見つかりません)|(?:user|mailbox|address|account|recipient) not exists?\b|(?:adresse|empfänger|benutzer|postfach).{0,30}(?:nicht (?:gefunden|bekannt)|existiert nicht|unbekannt)|unbekannte[rn]? (?:empfänger|benutzer|adresse)|(?:adresse|destinataire|utilisateur).{0,60}(?:introuvable|inconnu|n.existe pas)|(?:dirección|destinatario|usuario|buzón|cuenta).{0,40}(?:no (?:se encontró|existe|encontrad)|desconocid|inexistente)|no se encontró la dirección|(?:endereço|destinatário|usuário|caixa).{0,40}(?:não (?:foi encontrad|existe|encontrad)|inexistente|desconhecid)|(?:indirizzo|destinatario|utente|casella).{0,40}(?:non (?:trovat|esist|è stat[oa] trovat)|inesistente|sconosciut)|(?:adres|ontvanger|gebruiker).{0,40}(?:niet gevonden|bestaat niet|onbekend)|(?:adres|odbiorc|użytkownik).{0,40}(?:nie (?:istnieje|znaleziono|został znaleziony)|nieznan)|(?:adresa|příjemce|uživatel|príjemca|schránka).{0,40}(?:neexistuje|nebyl[ao]? nalezen|nenalezen)|(?:адрес|пользовател|получател|ящик).{0,40}(?:не (?:существует|найден)|неизвестн)|(?:adres|kullanıcı|alıcı).{0,40}(?:bulunamadı|mevcut değil)|(?:用户|用戶|使用者|收件人|收件者|邮箱|郵箱|信箱|帐号|账号|帳號|地址).{0,12}(?:不存在|未找到|无效|無效)|找不到(?:.{0,40}(?:用户|收件人|邮箱|地址|帐号|账号)|您(?:输入|輸入))|无此(?:用户|邮箱|人)|查无此(?:人|用户)|無此(?:用戶|使用者|信箱)|(?:アドレス|宛先|ユーザ).{0,20}(?:見つから|存在し|不明|ありません)|존재하지 ?않|찾을 수 없|없는 (?:사용자|계정|주소)/i;
/** Of an address that lives, whatever else is said. */
const LIVING_WORDS =
  /(?:mailbox|mail box|inbox|account|user|recipient|storage|disk)\s?(?:is |has |space )*(?:full|over|exceed)|full mailbox|quota|insufficient (?:system )?(?:storage|disk)|not enough (?:disk )?space|out of (?:disk )?space|too (?:large|big|long)|(?:size|length) (?:limit|exceed)|exceeds .{0,30}(?:size|limit)|disabled|suspended|inactive|deactivated|locked|on hold|temporar|try (?:again )?later|(?:邮箱|郵箱|信箱).{0,4}(?:已满|已滿|空间不足|容量不足)|容量(?:超過|オーバー|不足)|メールボックス.{0,6}(?:いっぱい|一杯)|postfach.{0,20}voll|boîte.{0,30}pleine|buzón.{0,20}llen|caixa.{0,30}cheia|casella.{0,20}piena|переполнен|(?:용량|사서함).{0,10}(?:초과|가득)/i;
/** Of the sender, the words or the way; said beside an unknown user they mean nothing. */
const REFUSED_WORDS =
  /spam|blocked|black ?list|block ?list|policy|grey ?list|denied|virus|timed? ?out|time limit|relay|reputation|dmarc|spf\b|dkim|authenticat|ptr|reverse dns|sender|too many|rate limit|connection/i;
const WEAK_WORDS = /mailbox unavailable|(?:recipient |address )rejected|recipient (?:not (?:accepted|ok)|refused)/i;
const HAS_NO_ACCOUNT = /have an? .{0,40}account/i;

/**
 * Is the address itself dead: an unknown user or host, moved, taking no mail? Not when it is full, asleep or refuses this one. What was said
 * to MAIL is about the sender; an unknown user that shows only after DATA is a filter (carriers answer so).
 */
export function isDeadAddress(status: string | null, replyCode: string | null, words: string, command: Command | null): boolean {
  if (status?.startsWith('4.') || replyCode?.startsWith('4') || command === 'MAIL') return false;
  if (LIVING_WORDS.test(words)) return false;
  if (DEAD_WORDS.test(words)) return command !== 'DATA' || HAS_NO_ACCOUNT.test(words);
  if (REFUSED_WORDS.test(words) || command === 'DATA') return false;
  return (status !== null && DEAD_STATUS.test(status)) || WEAK_WORDS.test(words);
}

/** Do the words tell anything about the address, so that one need not look further? */
export function saysWhy(words: string): boolean {
  return LIVING_WORDS.test(words) || DEAD_WORDS.test(words) || REFUSED_WORDS.test(words) || WEAK_WORDS.test(words);
}

/** As Postfix, Exim and Sendmail write it: `in reply to RCPT TO command`, `after MAIL FROM:<…>`, `>>> DATA`. */
export function commandIn(words: string): Command | null {
  const said = /(?:in reply to|after|response to|>>>)[\s:]*(?:end of )?(?:the )?(MAIL|RCPT|DATA|data|message|BODY)\b(?! for)/.exec(
    words,
  )?.[1];
  if (said === undefined) return null;
  // With pipelining, Sendmail shows the answer to RCPT below DATA, and then that nobody was left to send it to.
  if (said === 'DATA' && />>>\s*DATA/.test(words) && /503 .{0,40}(?:need rcpt|no (?:valid )?recipient|rcpt first)/i.test(words))
    return 'RCPT';
  return said === 'MAIL' || said === 'RCPT' ? said : 'DATA';
}
