import type { Headers } from './mime/headers.js';

const PROGRAM =
  /(?<![\p{L}\d])(?:thunderbird|apple mail|apple message|iphone mail|ipad mail|outlook|entourage|windows ?(?:live )?mail|foxmail|qqmail|coremail|netease|mailmaster|alimail|dingtalk|lark|mutt|kmail|evolution|roundcube|claws|the bat|lotus|notes|zimbra|airmail|em ?client|mailbird|horde|imp[ /]|squirrelmail|rainloop|snappymail|sogo|k-9|bluemail|webmail|ymail|yahoomail|proton|gnus|emacs|alpine|pine|aerc|mu4e|sylpheed|opera|postbox|spark|mailmate|open-xchange|groupwise|mail\.ru|yandex|naver|becky|shuriken|eudora|pegasus|trojita|geary|sparrow|superhuman|front|fastmail|messagingengine|gmx|web\.de|mailspring|betterbird|tutanota|hey|canary|edison|newton|mailpile|cypht|afterlogic|kerio|icewarp|mdaemon webclient|axigen|rediffmail|zoho)(?![\p{L}\d])/iu;

/** Did a program send it that people write with? Automatic answers of the same servers carry no such header, or also one that tells. */
export function isSentByProgram(headers: Headers): boolean {
  const agent = headers.first('user-agent') ?? headers.first('x-mailer');
  if (agent !== null && PROGRAM.test(agent)) return true;
  if (headers.has('x-gm-message-state') || /@mail\.gmail\.com>?\s*$/.test(headers.first('message-id') ?? '')) return true;
  return headers.has('thread-index') && headers.has('thread-topic') && headers.has('accept-language');
}
