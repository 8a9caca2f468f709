import { decodeHTML } from 'entities';

/** Where the images of an entry are. */
export interface ImagePlaces {
  /** Address of the part with a Content-ID; null: there is none. */
  inline(contentId: string): string | null;
  /** Address by which what is elsewhere is shown; absent: it stays blocked. */
  readonly remote?: (url: string) => string;
}

const TAG = /<[a-z][^<>]*>/gi;
const INLINE = / src="cid:([^"]*)"/i;
const REMOTE_SOURCE = / data-remote-src="([^"]*)"/;
const REMOTE_BACKGROUND = / data-remote-background="([^"]*)"/;
/** Nobody looks at these; they tell their sender who reads. */
const TRACKER = /[\s";](?:width|height)(?:="|:)\s*0*[012](?:px)?[";\s]/i;

/**
 * Sanitised HTML with the addresses of its images in it. Only reads the form that the sanitiser writes (quoted attributes, no brackets in
 * them): of other HTML images stay away, and what may be loaded is up to the document's policy anyway.
 */
export function fillImages(html: string, places: ImagePlaces): string {
  return html.replace(TAG, (tag) => (/ src="cid:| data-remote-/i.test(tag) ? fillTag(tag, places) : tag));
}

function fillTag(tag: string, { inline, remote }: ImagePlaces): string {
  let filled = tag.replace(INLINE, (whole, source: string) => {
    const place = inline(decodeContentId(decodeHTML(source)));
    return place === null ? whole.replace(' src=', ' data-missing-src=') : ` src="${escape(place)}"`;
  });
  if (remote === undefined || TRACKER.test(tag)) return filled;
  filled = filled.replace(REMOTE_SOURCE, (whole, url: string) => `${whole} src="${escape(remote(decodeHTML(url)))}"`);
  const background = REMOTE_BACKGROUND.exec(tag)?.[1];
  if (background === undefined) return filled;
  const declaration = `background-image:url(&quot;${escape(remote(decodeHTML(background)))}&quot;)`;
  const styled = filled.replace(/ style="/, (whole) => `${whole}${declaration};`);
  return styled === filled ? filled.replace(REMOTE_BACKGROUND, (whole) => `${whole} style="${declaration}"`) : styled;
}

/** RFC 2392: as in a URL. */
function decodeContentId(source: string): string {
  try {
    return decodeURIComponent(source);
  } catch {
    return source;
  }
}

function escape(address: string): string {
  return address.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
