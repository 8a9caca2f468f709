/** Prefixes by which programs mark the subject of a forward, and of a reply. `vs` is a forward in Danish and Norwegian, a reply in Finnish. */
const FORWARD =
  /^\s*\[?(?:fwd?|fw|fs|wg|weitergeleitet|videresendt|vidarebefordrat|trimis|препр|הועבר|إعادة توجيه|chuyển tiếp|ส่งต่อ|teruskan|转|tr|rv|enc|i|inoltr[ao]|doorst(?:uren)?|doorgestuurd|vs|vl|vb|vid\.?|pd|p[řr]|prepos|továbbítás|tov[áa]bb|redirec[țt]ionat|redir|il[ét]|[iİ]lt|prosl(?:ije[đd]eno)?|pros|пересл|пересылка|пер|πρθ|προώθ|转发|转寄|轉寄|轉發|転送|전달)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]/iu;
const REPLY =
  /^\s*(?:re|aw|sv|yanıt|vast|vasta|ha|σχετ|atb|atsakymas|回信|tb|bls|balas|ตอบ(?:กลับ)?|trả lời|תשובה|השב|رد|odg|odpove[dď]|odpově[dď]|répondre|respuesta|resposta|risposta|tilb|сп|antw?|antwort|odp|ynt|yan|vá|res|resp|rép|ref|rif|r|ad|на|отв|ответ|відп|απ|回复|回復|回覆|答复|答復|答覆|返信|회신|답장)\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]/iu;

export function isForwardSubject(subject: string): boolean {
  return FORWARD.test(subject);
}

export function isReplySubject(subject: string): boolean {
  return REPLY.test(subject);
}

export function stripForwardPrefix(subject: string): string {
  let rest = subject.trim();
  while (FORWARD.test(rest)) rest = rest.replace(FORWARD, '').trim();
  return rest;
}
