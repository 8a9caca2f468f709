/** Characters that turn text around or hide: a name shown with them is not the name it is. */
const DECEPTIVE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const MOST_CHARACTERS = 120;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** A name to show and to save under: no path, nothing invisible, short enough, and with an end that says what the bytes are. */
export function cleanName(name: string | undefined, extension: string | undefined): string {
  const last = (name ?? '').normalize('NFC').replace(/\\/g, '/').split('/').at(-1)!;
  const plain = last
    .replace(DECEPTIVE, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim()
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '');
  const base = plain === '' || RESERVED.test(plain) ? `file${plain === '' ? '' : `-${plain}`}` : plain;
  const short = shorten(base);
  return extension === undefined || endsIn(short, extension) ? short : `${shorten(short, extension.length + 1)}.${extension}`;
}

const ALIKE: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpeg', 'jpe', 'jfif'],
  tif: ['tiff'],
  html: ['htm', 'xhtml'],
  txt: [
    'csv',
    'log',
    'md',
    'tsv',
    'ini',
    'conf',
    'yaml',
    'yml',
    'srt',
    'ics',
    'vcf',
    'eml',
    'json',
    'jsonl',
    'sql',
    'css',
    'py',
    'ts',
    'java',
    'c',
    'h',
  ],
  xml: ['xsd', 'xsl', 'gpx', 'kml'],
  gz: ['tgz'],
  cfb: ['doc', 'xls', 'ppt', 'msg', 'vsd', 'msi'],
  mp4: ['m4v', 'm4a', 'mov'],
  ogg: ['oga', 'ogv', 'opus'],
  zip: ['cbz'],
};

function endsIn(name: string, extension: string): boolean {
  const end = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  return end === extension || (ALIKE[extension]?.includes(end ?? '') ?? false);
}

/** Keeps the end of the name; counts whole characters. */
function shorten(name: string, less = 0): string {
  const most = MOST_CHARACTERS - less;
  const characters = [...name];
  if (characters.length <= most) return name;
  const end = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return characters.slice(0, most - [...end].length).join('') + end;
}
