import type { DeliveryError } from '@tributary/connector-sdk/contracts';
import type { DingtalkError } from '../calling/dingtalk-error.js';

/** Nothing was sent, and time heals it. Numbers are of the webhook, words of the API. */
const WAIT_FOR: Readonly<Record<string, number>> = {
  '130101': 60_000, // more than 20 a minute through one webhook
  '-1': 5_000, // system busy
  flowControlled: 60_000,
  'Forbidden.AccessDenied.QpsLimitForApi': 5_000,
  'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': 5_000,
  ServiceUnavailable: 5_000,
};

type Class = Pick<DeliveryError, 'category' | 'message' | 'hint'>;

const AUTH: Class = {
  category: 'auth',
  message: 'DingTalk refuses the robot’s credentials or rights',
  hint: 'An operator looks at appKey, appSecret and the rights of the app; then send again.',
};
const NOBODY: Class = {
  category: 'recipient_invalid',
  message: 'DingTalk knows no such colleague',
  hint: 'Answer through another channel.',
};

const TOO_LARGE: Class = {
  category: 'too_large',
  message: 'The file is too large for DingTalk',
  hint: 'Send a smaller one, or a link to it.',
};
const NO_SUCH_FILE: Class = {
  category: 'unsupported_part',
  message: 'DingTalk does not take files of this kind',
  hint: 'Send it as PDF or ZIP, or a link to it.',
};

const CLASSES: Readonly<Record<string, Class>> = {
  'staffId.notExisted': NOBODY,
  'invalidParameter.userIds': NOBODY,
  'robot.notInGroup': {
    category: 'recipient_blocked',
    message: 'The robot is no longer in the group',
    hint: 'Ask the group to add it again.',
  },
  InvalidAuthentication: AUTH,
  // Of the upload: the older API's numbers, from memory.
  '40001': AUTH,
  '40014': AUTH,
  '42001': AUTH,
  '40004': NO_SUCH_FILE,
  '40005': NO_SUCH_FILE,
  '40006': TOO_LARGE,
  '45001': TOO_LARGE,
  '413': TOO_LARGE,
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': AUTH,
  '300001': {
    category: 'window_closed',
    message: 'The webhook of the message has ended',
    hint: 'Send again: it goes by the API, if the sender is a colleague.',
  },
  '310000': {
    category: 'content_rejected',
    message: 'DingTalk’s safety settings refuse the text',
    hint: 'Look at the robot’s safety settings, or change the words.',
  },
  '460101': { category: 'too_large', message: 'The text is too long for DingTalk', hint: 'Send it in parts.' },
};

/** How long to wait; null where waiting does not help. */
export function waitOf({ code, status }: DingtalkError): number | null {
  return WAIT_FOR[code] ?? (status === 429 || status === 503 ? 5_000 : null);
}

export function toFailure({ code, message, status }: DingtalkError): DeliveryError {
  const known: Class = CLASSES[code] ?? (status === 401 || status === 403 ? AUTH : other(code, message));
  return { code: 'dingtalk_refused', nativeCode: code, permanent: true, ...known };
}

function other(code: string, message: string): Class {
  return {
    category: 'unknown',
    message: `DingTalk refused it: ${message} (${code})`,
    hint: 'Look the code up at open.dingtalk.com, or use another channel.',
  };
}
