const ID_FIELDS = ['id', 'talkerId', 'fromId', 'listenerId', 'toId', 'roomId'];
/** A number as the value of such a field; inside a text its quotes would be escaped, so a text never matches. */
const NUMBERS = new RegExp(`("(?:${ID_FIELDS.join('|')})"\\s*:\\s*)(-?\\d{1,40})(?=\\s*[,}])`, 'g');

/** JSON of a payload. Ids that somebody wrote as numbers have 64 bits and would lose their last digits. Throws `SyntaxError`. */
export function readPayloadJson(text: string): unknown {
  return JSON.parse(text.replace(/^\ufeff/, '').replace(NUMBERS, '$1"$2"')) as unknown;
}
