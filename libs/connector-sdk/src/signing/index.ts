export {
  isWebhookSecret,
  readSignedWebhook,
  readWebhookSecret,
  signWebhook,
  toWebhookHeaders,
  verifyWebhook,
  WEBHOOK_TOLERANCE_S,
  type SignedWebhook,
} from './standard-webhooks.js';
export { signTwilioRequest, verifyTwilioRequest, type TwilioParams, type TwilioRequest } from './twilio.js';
export { equalsInConstantTime, refuseUnlessValid, type SignatureFault, type SignatureVerdict } from './verdict.js';
