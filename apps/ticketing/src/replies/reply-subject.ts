import { cutMarks, cutTaggedNumbers } from '../threading/index.js';

/** `Re: <subject> 【技术支持】<number>`: one `Re:`, one tag, whatever the subject already carried, however its tag was retyped. */
export function composeReplySubject(subject: string, tag: string, number: string): string {
  const bare = cutMarks(stripTag(cutTaggedNumbers(subject), tag).replace(/ {2,}/g, ' ').trim());
  return `Re: ${bare === '' ? '' : `${bare} `}${tag}${number}`;
}

/** The desk's own tag goes with its number, also one that has no brackets. */
function stripTag(subject: string, tag: string): string {
  let text = subject;
  for (let at = text.indexOf(tag); tag !== '' && at >= 0; at = text.indexOf(tag)) {
    const rest = text.slice(at + tag.length).replace(/^\s*\d{8}-[A-Z0-9]{1,8}-\d{3,}/, '');
    text = `${text.slice(0, at).trimEnd()} ${rest.trimStart()}`;
  }
  return text;
}
