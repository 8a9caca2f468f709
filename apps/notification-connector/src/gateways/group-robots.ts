import { createHmac } from 'node:crypto';
import { MEANS, type ErrorTable } from '../converting/error-table.js';
import type { Gateway, GatewayRequest, GatewayResponse, Notice, Outcome } from './gateway.js';
import { readObject, toRefusal, toStatusOutcome } from './read-answer.js';

export interface RobotSettings {
  /** The robot's whole address, as its group shows it; it holds the robot's key. */
  readonly url: string;
  readonly secret?: string | undefined;
  /** Whom to call by name in the group: mobile numbers (DingTalk, WeCom) or open ids (Feishu). */
  readonly mention: readonly string[];
}

const json = { 'content-type': 'application/json' };

/** open.dingtalk.com: custom robots. */
const DINGTALK: ErrorTable = {
  '-1': MEANS.away,
  40035: MEANS.request,
  300001: MEANS.credentials,
  310000: MEANS.credentials,
  400013: MEANS.request,
  400101: MEANS.credentials,
  400102: MEANS.blocked,
  410100: MEANS.tooMany,
  430101: MEANS.content,
  430102: MEANS.content,
  430103: MEANS.content,
  430104: MEANS.content,
  130101: MEANS.tooMany,
};

/** developer.work.weixin.qq.com: group robots. */
const WECOM: ErrorTable = {
  '-1': MEANS.away,
  40008: MEANS.request,
  40058: MEANS.tooLong,
  45002: MEANS.tooLong,
  45009: MEANS.tooMany,
  45033: MEANS.tooMany,
  93000: MEANS.credentials,
  93004: MEANS.blocked,
  93008: MEANS.blocked,
};

/** open.feishu.cn: custom bots. */
const FEISHU: ErrorTable = {
  9499: MEANS.request,
  11232: MEANS.tooMany,
  11246: MEANS.tooLong,
  19001: MEANS.credentials,
  19002: MEANS.request,
  19021: MEANS.credentials,
  19022: MEANS.credentials,
  19024: MEANS.content,
};

abstract class GroupRobot implements Gateway {
  readonly scheme = null;
  readonly idempotent = false;
  abstract readonly maxCharacters: number;

  constructor(protected readonly settings: RobotSettings) {}

  abstract compose(notice: Notice): GatewayRequest;

  protected abstract readonly table: ErrorTable;
  protected abstract readonly codeName: 'errcode' | 'code';

  read(response: GatewayResponse): Outcome {
    const body = readObject(response);
    const code = body[this.codeName];
    if (response.status >= 500 || typeof code !== 'number') return toStatusOutcome(response);
    if (code === 0) return { kind: 'sent' };
    const words = body['errmsg'] ?? body['msg'];
    return toRefusal(this.table, String(code), typeof words === 'string' ? words : '', response);
  }
}

/** Signed by base64(HMAC-SHA256(secret, `<ms>\n<secret>`)) in the address. At most 20 messages a minute, else the robot is shut for 10. */
export class DingtalkRobot extends GroupRobot {
  readonly maxCharacters = 5_000;
  protected readonly table = DINGTALK;
  protected readonly codeName = 'errcode';

  compose({ text, title, now }: Notice): GatewayRequest {
    const { url, secret, mention } = this.settings;
    const signed = new URL(url);
    if (secret !== undefined) {
      const timestamp = String(now.getTime());
      signed.searchParams.set('timestamp', timestamp);
      signed.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
    }
    const called = mention.map((mobile) => ` @${mobile}`).join('');
    const content = `${joinTitle(title, text)}${called}`;
    const body = JSON.stringify({ msgtype: 'text', text: { content }, at: { atMobiles: mention, isAtAll: false } });
    return { url: signed.href, headers: json, body };
  }
}

/** The key in the address is all its protection. At most 20 messages a minute; a text has at most 2048 bytes. */
export class WecomRobot extends GroupRobot {
  readonly maxCharacters = 680;
  protected readonly table = WECOM;
  protected readonly codeName = 'errcode';

  compose({ text, title }: Notice): GatewayRequest {
    const { url, mention } = this.settings;
    const body = JSON.stringify({ msgtype: 'text', text: { content: joinTitle(title, text), mentioned_mobile_list: mention } });
    return { url, headers: json, body };
  }
}

/** Signed by base64(HMAC-SHA256(`<s>\n<secret>`, nothing)): the text to sign is the key. */
export class FeishuRobot extends GroupRobot {
  readonly maxCharacters = 5_000;
  protected readonly table = FEISHU;
  protected readonly codeName = 'code';

  compose({ text, title, now }: Notice): GatewayRequest {
    const { url, secret, mention } = this.settings;
    const called = mention.map((id) => ` <at user_id="${id}"></at>`).join('');
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const signed =
      secret === undefined ? {} : { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') };
    const body = JSON.stringify({ ...signed, msg_type: 'text', content: { text: `${joinTitle(title, text)}${called}` } });
    return { url, headers: json, body };
  }
}

function joinTitle(title: string | null, text: string): string {
  return title === null || text.startsWith(title) ? text : `${title}\n${text}`;
}
