import type { MessagePart } from '#contracts';
import type { Attachment, ParsedMail } from '../parsed-mail.js';

type SystemPart = Omit<Extract<MessagePart, { type: 'system' }>, 'partId'>;

const WORDS = {
  smime_encrypted: 'Encrypted with S/MIME: it cannot be read here. The attachment holds it as it came.',
  smime_signed: 'Signed with S/MIME. The signature was not checked here.',
  pgp_encrypted: 'Encrypted with PGP: it cannot be read here.',
  pgp_signed: 'Signed with PGP. The signature was not checked here.',
} as const;
export type Protection = keyof typeof WORDS;

/** DER of the content types (RFC 5652, 5083): id-signedData, id-envelopedData, id-ct-authEnvelopedData, id-encryptedData. */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');
const PGP_ARMOUR = /^-----BEGIN PGP (SIGNED )?MESSAGE-----[ \t]*$/m;

/** How a mail is signed or encrypted, each kind once. Nothing is decrypted or verified. */
export function findProtection({ attachments, text }: Pick<ParsedMail, 'attachments' | 'text'>): Protection[] {
  const found = new Set<Protection>();
  for (const attachment of attachments) {
    const kind = kindOf(attachment);
    if (kind !== null) found.add(kind);
  }
  if (text.includes('-----BEGIN PGP ')) {
    const armour = PGP_ARMOUR.exec(text);
    if (armour !== null) found.add(armour[1] === undefined ? 'pgp_encrypted' : 'pgp_signed');
  }
  return [...found];
}

export function toProtectionParts(mail: Pick<ParsedMail, 'attachments' | 'text'>): SystemPart[] {
  return findProtection(mail).map((protection) => ({ type: 'system', code: `mail.${protection}`, fallback: WORDS[protection] }));
}

/** Does this hold a signed content that can be read without any key? */
export function isOpaquelySigned(attachment: Attachment): boolean {
  return isPkcs7(attachment) && attachment.content.subarray(0, 64).includes(SIGNED_DATA);
}

function isPkcs7({ contentType, fileName }: Attachment): boolean {
  return (
    /^application\/(?:x-)?pkcs7-mime$/.test(contentType) ||
    (contentType === 'application/octet-stream' && /\.p7[mz]$/i.test(fileName ?? ''))
  );
}

function kindOf(attachment: Attachment): Protection | null {
  const { contentType } = attachment;
  if (isPkcs7(attachment)) return isOpaquelySigned(attachment) ? 'smime_signed' : 'smime_encrypted';
  if (/^application\/(?:x-)?pkcs7-signature$/.test(contentType)) return 'smime_signed';
  if (contentType === 'application/pgp-encrypted') return 'pgp_encrypted';
  return contentType === 'application/pgp-signature' ? 'pgp_signed' : null;
}
