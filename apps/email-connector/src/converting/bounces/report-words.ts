/** Words of delivery reports in many languages. */

/** Titles that mail servers give them. */
export const TITLES =
  /undeliver|delivery (?:status notification|failure|has failed|report|problem|error)|mail (?:delivery|system) (?:failed|failure|system|error)|returned (?:(?:e-?)?mail|to sender)|failure notice|non-?delivery|not be delivered|not delivered|delayed mail|mail delayed|message .{0,40}delayed|unzustellbar|nicht zustellbar|zustellung.{0,20}(?:fehlgeschlagen|verzögert)|non (?:remis|distribu|délivr)|échec de (?:la )?(?:remise|distribution)|no se puede entregar|no entregad|error de entrega|fallo (?:de|en la) entrega|não (?:é possível entregar|entregue)|falha na entrega|non recapitabile|impossibile recapitare|mancato recapito|mancata consegna|onbestelbaar|niet (?:te bezorgen|bezorgd)|olevererbart|kan inte levereras|kan ikke leveres|ikke leveret|ulevert|ei voi toimittaa|toimitus epäonnistui|niedostarczon|nie można dostarczyć|nedoručiteľn|nedoručiteln|nedoručen|kézbesíthetetlen|nelivrabil|imposibil de livrat|недоставлен|не удается доставить|не доставлено|недоставлено|teslim edileme|δεν παραδόθηκε|αποτυχία παράδοσης|לא ניתן למסירה|תקלה במסירה|تعذر التسليم|لم يتم التسليم|退信|退回|未(?:送达|传递|傳遞)|无法(?:送达|传递|投递)|無法(?:傳遞|投遞|送達)|(?:投递|发送|传递|传送|投遞|傳遞|傳送)失败|(?:投遞|傳遞|傳送|寄送)失敗|配信(?:不能|できません|エラー)|送信(?:エラー|できません)|(?:배달|전송|발송).{0,4}실패|배달되지|반송|không gửi được|không thể gửi|gagal terkirim|tidak terkirim/i;

/** Sentences in them. */
export const SAYS_UNDELIVERED =
  /(?:could|can) ?not be delivered|not (?:yet )?been delivered|couldn.t be delivered|wasn.t delivered|undeliver(?:able|ed)|deliver(?:y|ing) (?:of |to )?.{0,60}fail|permanent (?:fatal )?errors?|error sending your mail|trouble delivering|problem delivering|returned to sender|message was not delivered|(?:unable|wasn.t able) to deliver|nicht zugestellt|unzustellbar|n.a pas (?:pu être |été )(?:remis|distribu|délivr)|échec de la remise|no se (?:pudo|ha podido) entregar|error de entrega|não (?:pôde|foi) (?:ser )?entregue|non (?:è stato|può essere|ha potuto) (?:possibile )?(?:recapitar|consegna|recapitato)|kon niet worden (?:bezorgd|afgeleverd)|kunde inte levereras|kunne ikke leveres|не (?:может быть|удалось|было) (?:доставлен|отправлен|доставить|отправлено)|не може бути доставлен|nie (?:można|udało się) dostarczyć|nelze doručit|nebyl[ao]? doručen|teslim edilem|(?:邮件|信件|郵件).{0,20}(?:被退回|无法(?:投递|送达|传递|发送)|未能(?:成功)?(?:投递|送达|传递)|投递失败|发送失败|無法(?:投遞|傳遞|送達))|无法(?:送达|传递给|投递)|未能投递|退信|配信(?:できません|されません|に失敗)|送信できません|(?:발송|전송|배달)되지 ?않|반송/i;

/** That it is still being tried. */
const SAYS_DELAYED =
  /warning: could not send|(?:still|will) be(?:ing)? (?:re)?tried|not yet been delivered|verzögert|wird weiter(?:hin)? versucht|sera retenté|retrasad|demora|in ritardo|atrasad|задерж|延迟|延遲|暂时无法|仍在尝试|稍后(?:重试|再次)|继续尝试|遅延|\bdelay|will be retried|still being (?:re)?tried|will (?:keep trying|continue to (?:try|be attempted)|retry)|warning only|temporary problem delivering|retard[ée]e?|sera réessayé|se seguirá intentando|vertraagd|fördröj|forsinket|opóźnion|zpožd|отложен|gecik|(?:将|會|会)(?:继续|再次)?重(?:试|試)|遅れ|지연/i;

/** And that it has ended, though it may tell how long it was delayed before. */
const SAYS_ENDED =
  /giv(?:en|ing) up|gave up|permanent (?:fatal )?error|permanently (?:failed|rejected|undeliverable)|failed permanently|will not be (?:re)?tried|no further (?:attempts|delivery)|has failed|delivery failed|could not be delivered to one|expired|endgültig|unzustellbar|退信|投递失败|发送失败|已停止|配信不能/i;

/** Is it still being tried? `words`: subject and the first of the text. */
export function saysDelayed(words: string): boolean {
  return SAYS_DELAYED.test(words) && !SAYS_ENDED.test(words);
}

const DAEMON = /^(?:mailer-daemon|postmaster|mail-?daemon|mdaemon|mailerdaemon|microsoftexchange[0-9a-f]{8,}|mail-?er|bounce-?handler)\b/i;

/** `sender` without its name. */
export function isDaemon(sender: string): boolean {
  return DAEMON.test(sender.replace(/^["'\s<]+/, ''));
}
