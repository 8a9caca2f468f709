import { hintsIn } from './automatic-hints.js';

/** Words by which automatic mail of many languages is known where no header says so. */

/** What mail servers put before the subject they answer; also how some head the answer's text. */
const AUTOMATIC_REPLY =
  'auto(?:matic|mated|matisch)?[ -]?(?:reply|response|answer)|auto-?repl(?:y|ied)|autoresponse|autosvar|automatische? (?:antwort|beantwoording)|automatisch antwoord|réponse auto(?:matique)?|respuesta autom[áa]tica|risposta automatica|resposta autom[áaà]tica|automaattinen vastaus|automati(?:s?kt?) (?:svar|besvarelse)|automatisk meddelande|(?:automatyczna odpowiedź|odpowiedź automatyczna)|automatick[áa] odpov[ěe][dď]|automatikus válasz|răspuns automat|автоматичен отговор|автоматический ответ|автоответ(?:чик)?|автоматична відповідь|автовідповідь|otomatik (?:yanıt|cevap)|αυτόματη απάντηση|(?:מענה|תשובה) אוטומטית?|رد تلقائي|رد آلي|پاسخ خودکار|ตอบกลับอัตโนมัติ|(?:thư )?trả lời tự động|balasan otomatis|balasan automatik|(?:系统)?自动(?:回复|回覆|答复|答覆|应答|回信)|(?:系統)?自動(?:回覆|回復|答覆|回信|應答|応答|返信)|자동 ?(?:회신|응답|답장)|automatski odgovor|аутоматски одговор|samodejni odgovor|automatinis atsakymas|automātiska atbilde|automaat(?:ne |)vastus|स्वचालित उत्तर';
/** That somebody is away, as a title. */
const AWAY =
  'out[ -]of[ -](?:the[ -])?office|away from (?:the |my )?(?:office|desk)|vacation(?: (?:reply|notice|message|auto-?reply))?|on (?:vacation|annual leave|holiday)|abwesenheits?(?:notiz|meldung|nachricht|assistent)?|nicht im (?:büro|haus)|absence du bureau|absent(?:e)? du bureau|message d.absence|en congés?|fuera de (?:la )?oficina|ausente de la oficina|mensaje de ausencia|fora do escritório|ausência do escritório|mensagem de ausência|fuori (?:ufficio|sede)|assen(?:te|za) dall.ufficio|afwezig(?:heid)?(?:sbericht|smelding)?|niet aanwezig|frånvaro(?:meddelande)?|ej på (?:plats|kontoret)|ikke (?:til stede|på kontoret)|fraværs?(?:besked|melding)?|poissa(?: toimistosta|oloilmoitus)?|poza biurem|nieobecność(?: w biurze)?|mimo kancel[áa]ř?|nepřítomnost|neprítomnosť|házon kívül|irodán kívül|távolléti? (?:üzenet|értesítés)|(?:în afara|absent din) birou(?:lui)?|извън офиса|отсъствие|вне офиса|отсутствие на (?:работе|месте)|в отпуске|поза офісом|у відпустці|ofis(?:te)? (?:dışında|değil)\\p{L}*|εκτός γραφείου|απουσία|מחוץ למשרד|خارج المكتب|ไม่อยู่ที่(?:สำนักงาน|ออฟฟิศ)|vắng mặt|ngoài văn phòng|(?:di luar|tidak di) kantor|不在办公室|不在辦公室|外出(?:自动回复|通知|中)?|休假(?:自动回复|通知|中)?|假期(?:自动)?回复|不在(?:通知|のお知らせ|連絡)|休暇(?:のお知らせ|中)|부재(?: ?중| ?자동| ?알림).{0,6}|izvan ureda|van kancelarije|zunaj pisarne|kontorist väljas';
const PREFIXES = '(?:(?:re|aw|fw|fwd|回复|答复|回覆|ответ|antwort|sv|rv)\\s*[:：]\\s*){0,3}';
const OPENING = '[\\s[(【（<*]*';
/** A whole title, or one before the subject that was answered. */
const CLOSING = '\\s*(?:$|[\\])】）>*:：;,，|–—-]|\\b(?:re|until|from|bis|vom|jusqu|hasta|fino|tot|till|fram|do|до|с)\\b)';

const SUBJECT_AUTOMATIC = new RegExp(`^${PREFIXES}${OPENING}(?:${AUTOMATIC_REPLY}|auto[ -]?re)${CLOSING}`, 'iu');
const SUBJECT_AWAY = new RegExp(`^${PREFIXES}${OPENING}(?:${AWAY})${CLOSING}`, 'iu');
const QUESTION =
  /[?？]|\b(?:how|why|can(?:no|')?t|does not|doesn.t|problem|broken|wie|warum|funktioniert|comment|pourquoi|cómo|como|perché|hoe|waarom|nefunguje|не работает)\b|怎么|如何|为什么|失败|无法/iu;

/** `AUTO: Anna is out of the office (returning …)`, of Lotus Notes. */
const NOTES = /^auto:\s.{1,100}(?:out of|returning|abwesend|zurück|absent|retour|fuera|fuori)/i;

/** The subject of an answer that a server made: `Automatic reply: Printer`, `自动回复：打印机`, `Out of office`. */
export function isAutomaticSubject(subject: string): boolean {
  const head = subject.slice(0, 200);
  return SUBJECT_AUTOMATIC.test(head) || NOTES.test(head) || (SUBJECT_AWAY.test(head) && !QUESTION.test(head));
}

const READ =
  'read|displayed|gelesen|lu|leíd[oa]|lid[oa]|letto|gelezen|läst|læst|lest|luettu|przeczytan[eoa]|odczytano|přečteno|prečítané|elolvas(?:va|ott)|citit|прочетено|прочитано|okundu|διαβάστηκε|נקרא|تمت القراءة|已读|已讀|既読|開封済み?|읽음|pročitano|prebrano|da leggere';
const RECEIPT =
  'read receipt|return receipt(?: \\(displayed\\))?|lesebestätigung|empfangsbestätigung \\(angezeigt\\)|accusé de (?:lecture|réception)|confirmation de lecture|confirmación de lectura|acuse de recibo|(?:confirmação|recibo) de leitura|(?:conferma|ricevuta) di lettura|leesbevestiging|läskvitto|(?:kvittering for læsning|læsekvittering)|lesebekreftelse|lukukuittaus|potwierdzenie (?:przeczytania|odczytu)|potvrzení o přečtení|potvrdenie o prečítaní|olvasási (?:visszaigazolás|értesítés)|confirmare de citire|уведомление о прочтении|отч[её]т о прочтении|повідомлення про прочитання|okundu bilgisi|已读回执|阅读回执|閱讀回條|讀取回條|讀信回條|開封(?:確認|通知)|수신 ?확인';
const SUBJECT_READ = new RegExp(`^\\s*(?:(?:${READ})\\s*[:：]|(?:${RECEIPT})(?![\\p{L}]))`, 'iu');
const TEXT_READ =
  /(?:was|has been) (?:read|displayed|opened)|wurde .{0,80}(?:gelesen|angezeigt)|gelesen (?:am|um)|a été (?:lu|affiché)|(?:fue|ha sido) (?:leíd[oa]|mostrad[oa])|foi (?:lida?o?|exibida)|è stat[oa] (?:lett[oa]|visualizzat[oa])|is (?:gelezen|weergegeven)|(?:lästes|har lästs)|(?:blev|er|ble) (?:læst|lest)|(?:został[ao]?|została) (?:przeczytan|wyświetlon)|byla? .{0,40}(?:přečten|zobrazen)|bol[ao]? .{0,40}(?:prečítan|zobrazen)|elolvas|прочитано|прочтено|было (?:прочитано|показано)|okundu|(?:已|被)(?:阅读|閱讀|读取|讀取|打开|读|讀)|閱讀時間|阅读时间|(?:開封|表示)され|읽(?:었|음)|return receipt|read receipt/iu;

/** A receipt in words alone: a subject that programs write, a short text that says when it was read. */
export function isReadReceipt(subject: string, text: string): boolean {
  return SUBJECT_READ.test(subject) && text.length <= 2_000 && TEXT_READ.test(text) && !/[?？]/.test(text.replace(/https?:\S*/g, ''));
}

const SELF_NAMED = new RegExp(
  [
    '(?:this|the following) (?:is|was) an? (?:automated|automatic|auto-?generated|automatically[ -](?:generated|sent))',
    'this (?:e-?mail|message|mail|reply|response|notification) (?:is|was|has been) (?:auto-?generated|automated|(?:automatically |system[ -]?)(?:generated|sent|created))',
    'automatically generated (?:e-?mail|message|mail|reply|response)',
    '(?:please )?do not (?:reply|respond) to this (?:automated |automatic )?(?:e-?mail|message|mail)',
    'dies(?:e[rs]?)? (?:ist|e-?mail|nachricht|mail).{0,20}automatisch.{0,12}(?:generiert|erstellt|erzeugt|versand|verschickt|antwort|nachricht|e-?mail)',
    'automatisch (?:generierte|erstellte|erzeugte|versendete) (?:e-?mail|nachricht|antwort)',
    '(?:ceci est|il s.agit d).{0,6}une? (?:message|réponse|e-?mail|courriel) (?:automatique|généré)',
    '(?:este|esta) (?:es|é) (?:un|una|um|uma) (?:mensaje|mensagem|respuesta|resposta|correo|e-?mail) (?:autom[áa]tic[oa]|generad[oa])',
    'quest[oa] (?:è|e-?mail è|messaggio è) (?:un[a.]? ?)?(?:messaggio automatico|risposta automatica|e-?mail generata|stat[oa] generat[oa] automaticamente)',
    'dit is een (?:automatisch|geautomatiseerd)',
    'det(?:ta|te) är ett automatiskt|dette er (?:en|et) automatisk|tämä on automaattinen',
    '(?:to jest )?(?:wiadomość|odpowiedź) (?:została )?(?:wygenerowana )?automatyczn',
    'tato (?:zpráva|odpověď) (?:byla|je) (?:vygenerována )?automatick|táto správa (?:bola|je) (?:vygenerovaná )?automatick',
    'ez (?:egy )?automatikus|acesta este un (?:mesaj|răspuns) automat',
    '(?:это|данное) (?:письмо|сообщение).{0,30}автоматически|это автоматический ответ|(?:цей|це) (?:лист|автоматичн|повідомлення).{0,30}автоматичн',
    'това е автоматич|αυτό είναι (?:ένα )?(?:αυτόματο|αυτοματοποιημένο)|bu (?:ileti|e-?posta|mesaj)?.{0,12}otomatik',
    'ini adalah (?:balasan|pesan|email) otomatis|đây là (?:thư|email|tin nhắn) tự động|นี่คือ.{0,20}อัตโนมัติ|זוהי הודעה אוטומטית|هذه رسالة (?:آلية|تلقائية)',
    '(?:这|這|此|本)(?:是|为|為)?.{0,12}(?:自动|自動)(?:回复|回覆|答复|发送|發送|发出|發出|生成|产生|邮件|郵件)',
    '(?:系统|系統)(?:自动|自動)(?:回复|回覆|发送|發送|发出|發出|生成)(?:的?(?:邮件|郵件|信件|通知|消息|訊息))?(?=[\\s，。,.!！、；;)）]|$)',
    '(?:请勿|請勿|请不要|請不要)(?:直接)?(?:回复|回覆)(?:(?:此|本|该|該|這|这)?封?(?:邮件|郵件|信件?))?(?=[\\s，。,.!！；;)）]|$)',
    '(?:本|この)(?:メール|電子メール)は.{0,20}自動|自動(?:送信|返信|配信|応答)(?:メール|され|です|して)',
    '(?:본|이) (?:메일|이메일|메시지)은?.{0,12}(?:자동|발신 ?전용)|자동 ?(?:회신|응답|답장|발송).{0,6}(?:메일|메시지|입니다)',
  ].join('|'),
  'iu',
);
const ABSENT =
  /\bI(?: am|'m|’m| will be) (?:currently |now |presently )?(?:out of (?:the )?office|away|on (?:annual |parental |maternity |sick |business |summer )?(?:leave|vacation|holidays?)|travell?ing)|ich bin .{0,60}(?:nicht (?:im büro|im haus|erreichbar)|im urlaub|abwesend|außer haus)|je (?:suis|serai) .{0,40}(?:absente?|en congés?|en déplacement)|(?:estoy|estaré|estarei|estou) .{0,40}(?:fuera de|ausente|de vacaciones|de férias|fora d)|(?:sono|sarò) .{0,40}(?:fuori ufficio|assente|in ferie)|ik ben .{0,40}(?:afwezig|niet aanwezig|met vakantie|op vakantie)|jag är .{0,40}(?:frånvarande|på semester|ledig)|jeg er .{0,40}(?:ikke til stede|på ferie|fraværende|bortreist)|olen .{0,40}(?:lomalla|poissa)|(?:jestem|będę) .{0,40}(?:nieobecn|na urlopie|poza biurem)|(?:jsem|budu|som|budem) .{0,40}(?:mimo kancel|na dovolen|nepřítom|neprítom)|(?:я )?(?:сейчас )?(?:нахожусь|буду) .{0,30}(?:в отпуске|в командировке|вне офиса)|(?:перебуваю|буду) .{0,30}(?:у відпустці|поза офісом)|(?:我|本人)(?:正在|目前|现在|已|将|於|于)?.{0,30}(?:休假|出差|外出|度假|放假|不在(?:办公室|辦公室|公司))|(?:休暇|不在|出張)(?:中|を(?:いただい|頂い)|のため)|(?:휴가|부재|출장) ?(?:중|입니다|관계로)/iu;
const LATER =
  /(?:limited|no|intermittent) access|(?:will|shall|.ll) (?:get back|reply|respond|answer|be (?:responding|replying))|(?:urgent|emergenc|immediate).{0,80}(?:contact|call|reach|mail|write)|(?:contact|call|reach|mail|write).{0,80}(?:urgent|emergenc|immediate)|(?:nach|bei) meiner rückkehr|dringend|eingeschränkt|weitergeleitet|à mon retour|urgen|a mi (?:regreso|vuelta)|no meu (?:regresso|retorno)|al mio (?:ritorno|rientro)|terugkomst|dringende|åter|tillbaka|tilbake|tilbage|palaan|powrocie|pilne|návrat|naléhav|возвращени|срочн|повернен|термінов|(?:尽快|儘快|盡快|及时|回来后|返回后|结束后|結束後|之后|之後).{0,20}(?:回复|回覆|答复|联系|聯絡|处理)|紧急|緊急|急事|お急ぎ|至急|後日|복귀|긴급|급한/iu;
const RECEIVED =
  /(?:we(?: have|'ve|’ve)? received your (?:e-?mail|message|request|enquiry|inquiry|ticket)|your (?:request|ticket|enquiry|inquiry|message|case).{0,40}(?:has been|was) (?:received|created|opened|logged|registered)|(?:ihre|deine) (?:anfrage|nachricht|e-?mail).{0,40}(?:eingegangen|erhalten)|(?:nous avons|avons) bien reçu votre|votre (?:demande|message).{0,40}(?:été (?:reçue?|enregistrée?))|hemos recibido (?:su|tu)|recebemos (?:a )?(?:sua|seu)|abbiamo ricevuto la (?:sua|tua|vostra)|(?:wij|we) hebben (?:uw|je) .{0,30}ontvangen|vi har (?:mottagit|modtaget|mottatt) (?:ditt|din|dit)|(?:otrzymaliśmy|twoje zgłoszenie|państwa zgłoszenie)|(?:přijali jsme|obdrželi jsme|váš požadavek)|ваш(?:е|а)? (?:обращение|заявка|запрос|письмо).{0,40}(?:получен|принят|зарегистрирован|создан)|ваш[ае]? (?:звернення|заявк|запит).{0,40}(?:отриман|прийнят|зареєстрован)|(?:您|你)的?(?:来信|來信|邮件|郵件|请求|請求|工单|工單|反馈|諮詢|咨询|问题).{0,16}(?:已(?:经|經)?(?:收到|受理|创建|建立|提交|登记)|收悉)|(?:已|已经|已經)(?:收到|受理)(?:您|你)的?(?:来信|來信|邮件|郵件|请求|請求|工单|反馈|咨询)|お問い?合わせ.{0,20}(?:受け付け|受付|ありがとう)|(?:문의|요청).{0,16}접수)/iu;
/** People say what is wrong nevertheless. */
const BUT =
  /\b(?:but|however|still|yet|aber|jedoch|trotzdem|mais|pero|mas|ma|maar|men|ale|но|але)\b|(?<!\p{L})(?:но|але|однако)(?!\p{L})|但|不过|可是|仍|还没|還沒|没有|沒有|しかし|けど|하지만|그런데/iu;
/** Forms hand on what people wrote. */
const FORM =
  /^\s*[*_]{0,2}(?:name|e-?mail|message|nachricht|phone|telefon|nom|nombre|nome|mensaje|mensagem|messaggio|имя|сообщение|姓名|电话|電話|留言|お名前|이름)[*_]{0,2}\s?[:：]/im;
const NUMBERED =
  /#\s?\d{3,}|\[[^\]\n]{0,20}\d{4,}\]|(?:ticket|case|request|vorgang|anfrage|dossier|caso|chamado|zaak|ärende|sag|sak|заявк\p{L}*|обращени\p{L}*|工单|工單|案件|编号|編號|受付番号|접수번호)\s?(?:n[oº°r]\.?|number|id|nummer|номер|号|號|№)?\s?[:：#]?\s?[A-Z]{0,5}-?\d{3,}/iu;
const MAX_AUTOMATIC = 2_500;
const MAX_HEAD = 600;
const MAX_TAIL = 400;

/**
 * By what a mail without any telling header says: that it was sent by a machine, that somebody is away and will answer later, or that a desk has
 * received a numbered request. The last two only
 * of a mail that `answers` one. Null for everything else, and for long texts. `text`: without quotes, of a mail no person's program sent.
 */
export function automaticWordsIn(text: string, subject: string, answers: boolean): string | null {
  if (text.length > MAX_AUTOMATIC) return null;
  const hints = hintsIn(text, MAX_HEAD + MAX_TAIL);
  if (hints.size === 0) return null;
  if (FORM.test(text)) return null;
  const folded = text.replace(/\s+/g, ' ').trim();
  const ends = folded.length <= MAX_HEAD + MAX_TAIL ? folded : `${folded.slice(0, MAX_HEAD)} ${folded.slice(-MAX_TAIL)}`;
  if (hints.has('automatic') && SELF_NAMED.test(ends)) return 'text:automatic';
  const head = folded.slice(0, MAX_HEAD);
  if (!answers || /[?？]/.test(head)) return null;
  if (hints.has('absence') && ABSENT.test(head) && LATER.test(folded) && !/[?？]/.test(folded)) return 'text:absence';
  return hints.has('received') && RECEIVED.test(head) && !BUT.test(head) && (NUMBERED.test(folded) || NUMBERED.test(subject))
    ? 'text:received'
    : null;
}
