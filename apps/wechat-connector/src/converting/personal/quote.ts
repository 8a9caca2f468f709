import { attributeOf, elementOf } from './xml-fields.js';

/** A message that answers another, as the puppet's text shows it. */
export interface QuotingText {
  /** What stands for the quoted message, as it came. */
  readonly head: string;
  readonly quoted: string;
  readonly by: string | null;
  readonly reply: string;
  /** Id of the quoted message, where the puppet tells it. */
  readonly remoteMessageId: string | null;
}

/** 「name：words」, a line of dashes, the answer: what WeChat makes of a quote where clients know none. */
const IN_TEXT = /^「([\s\S]{1,20000}?)」\n(?:- ?){5,60}-?[ \t]*\n/;

/** The quote within a text; null where there is none. Both its halves make the whole text again. */
export function splitQuote(text: string): QuotingText | null {
  const match = IN_TEXT.exec(text);
  if (match === null) return null;
  const inside = match[1]!;
  const named = /^([^：:\n]{1,64})[：:]/.exec(inside);
  return {
    head: match[0].replace(/\n$/, ''),
    quoted: (named ? inside.slice(named[0].length) : inside).trim(),
    by: named ? named[1]!.trim() : null,
    reply: text.slice(match[0].length),
    remoteMessageId: null,
  };
}

/** An answer as newer puppets hand it over: XML of kind 57, with what it refers to. */
export function readReferringXml(xml: string): QuotingText | null {
  const at = xml.indexOf('<refermsg>');
  if (at < 0) return null;
  const reply = elementOf(xml.slice(0, at), 'title');
  if (reply === null) return null;
  const referred = xml.slice(at);
  const content = elementOf(referred, 'content') ?? '';
  // What is quoted may be XML of its own: its title says what it is.
  const quoted = (content.startsWith('<') ? (elementOf(content, 'title') ?? attributeOf(content, 'location', 'label')) : content) ?? '';
  const by = elementOf(referred, 'displayname');
  return {
    ...{ by, quoted, reply, remoteMessageId: elementOf(referred, 'svrid') },
    head: `「${by === null ? '' : `${by}：`}${quoted}」`,
  };
}
