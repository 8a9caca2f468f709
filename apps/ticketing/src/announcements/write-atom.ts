import type { PublicAnnouncement } from './public-announcements.js';

interface Feed {
  readonly name: string;
  /** Where the desk is for its customers. */
  readonly url: string;
  readonly language: string;
  readonly items: readonly PublicAnnouncement[];
}

/** RFC 4287. */
export function writeAtom({ name, url, language, items }: Feed): string {
  const newest = items.reduce((latest, { from }) => Math.max(latest, from.getTime()), 0);
  const entries = items.map(
    ({ id, title, text, from, severity }) =>
      `<entry><id>urn:announcement:${escape(id)}</id><title>${escape(title)}</title><updated>${from.toISOString()}</updated>` +
      `<category term="${severity}"/><link href="${escape(url)}/help/"/><content type="text">${escape(text)}</content></entry>`,
  );
  return (
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escape(language)}">` +
    `<id>${escape(url)}/api/v1/public/announcements.atom</id><title>${escape(name)}</title><updated>${new Date(newest).toISOString()}</updated>` +
    `<author><name>${escape(name)}</name></author><link rel="self" href="${escape(url)}/api/v1/public/announcements.atom"/>${entries.join('')}</feed>\n`
  );
}

function escape(text: string): string {
  return text
    .replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
