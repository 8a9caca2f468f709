/** Kinds of message as every puppet numbers them (wechaty-puppet 1.21, `MessageType`). */
export const MESSAGE_TYPES = [
  'Unknown',
  'Attachment',
  'Audio',
  'Contact',
  'ChatHistory',
  'Emoticon',
  'Image',
  'Text',
  'Location',
  'MiniProgram',
  'GroupNote',
  'Transfer',
  'RedEnvelope',
  'Recalled',
  'Url',
  'Video',
  'Post',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** Our word for a puppet's number or name of a kind; a number that nobody knows yet stays what it is, as text. */
export function nameType(value: unknown): MessageType | string {
  const number = typeof value === 'number' ? value : /^\d{1,6}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (Number.isInteger(number)) return MESSAGE_TYPES[number] ?? String(number);
  return typeof value === 'string' && value !== '' ? value : 'Unknown';
}

/** Kinds whose bytes the puppet hands out, and the part that they become. */
export const MEDIA_PARTS: Readonly<Record<string, 'image' | 'file' | 'audio' | 'video' | 'sticker'>> = {
  Image: 'image',
  Attachment: 'file',
  Audio: 'audio',
  Video: 'video',
  Emoticon: 'sticker',
};
