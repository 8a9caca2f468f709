import type { MessagePart } from '#contracts';
import type { AttachmentsSection } from '../desk/schema/attachments.js';
import { fillText } from '../desk/schema/texts.js';

export interface NamedFor {
  readonly ticketNumber: string;
  readonly agentName: string | null;
  readonly now: Date;
  readonly timeZone: string;
}

export interface NamedParts {
  readonly parts: readonly MessagePart[];
  /** Files whose name says nothing: who sends them is asked. */
  readonly unnamed: readonly { readonly partId: string; readonly fileName: string | null }[];
}

/** Names that cameras, screenshots and clipboards give: IMG_1234, 截图20260302, image (1), 20260302_101500, a1b2c3d4e5f6. */
const MADE_BY_MACHINES =
  /^(?:img|dsc|dscn|pic|mvimg|pxl|vid|screenshot|screen ?shot|image|photo|file|scan|untitled|unnamed|unknown|attachment|clipboard|wechat|mmexport|微信图片|截图|屏幕截图|图片|照片|未命名|无标题|附件|文件)?[\s_().,-]*[\d\s_():.,T-]*$/iu;
const HEX = /^[0-9a-f]{12,}$/i;

/** Whether a file's name tells what is in it. */
export function saysNothing(fileName: string | null | undefined, meaningless: readonly string[]): boolean {
  const base = (fileName ?? '')
    .slice(0, 200)
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
    .replaceAll(/\b(?:at|am|pm|copy)\b/gi, '')
    .trim();
  if (MADE_BY_MACHINES.test(base) || HEX.test(base.replaceAll('-', ''))) return true;
  const bare = base.replaceAll(/[\d\s_().,-]+/g, '').toLowerCase();
  return meaningless.some((word) => word.replaceAll(/[\d\s_().,-]+/g, '').toLowerCase() === bare);
}

/** Files as the desk's pattern calls them. One that is called so already stays. */
export function nameAttachments(parts: readonly MessagePart[], { pattern, meaningless }: AttachmentsSection, given: NamedFor): NamedParts {
  if (pattern === undefined && meaningless.length === 0) return { parts, unnamed: [] };
  const unnamed: { partId: string; fileName: string | null }[] = [];
  let n = 0;
  const named = parts.map((part): MessagePart => {
    if (!('media' in part) || part.media === undefined || part.type === 'sticker' || ('inline' in part && part.inline === true))
      return part;
    const { fileName } = part.media;
    n += 1;
    if (saysNothing(stripPattern(fileName, pattern, given), meaningless)) {
      unnamed.push({ partId: part.partId, fileName: fileName ?? null });
      return part;
    }
    if (pattern === undefined) return part;
    return { ...part, media: { ...part.media, fileName: fill(pattern, fileName!, n, given) } } as MessagePart;
  });
  return { parts: named, unnamed };
}

/** What stands for `{{name}}` in a name that follows the pattern already; else the whole name. */
function stripPattern(fileName: string | undefined, pattern: string | undefined, { ticketNumber }: NamedFor): string | undefined {
  if (fileName === undefined || pattern === undefined || !fileName.includes(ticketNumber)) return fileName;
  const [, ext] = /\.([A-Za-z0-9]{1,8})$/.exec(fileName) ?? [];
  const expression = pattern
    .split(/(\{\{\s*[\w.]+\s*\}\})/)
    .map((piece) => {
      const name = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(piece)?.[1];
      if (name === undefined) return piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return name === 'name' ? '(?<name>.+)' : name === 'ticket.number' ? ticketNumber.replaceAll(/\W/g, '\\$&') : '.*?';
    })
    .join('');
  const name = new RegExp(`^${expression}$`).exec(fileName)?.groups?.['name'];
  return name === undefined ? fileName : `${name}${ext === undefined ? '' : `.${ext}`}`;
}

function fill(pattern: string, fileName: string, n: number, given: NamedFor): string {
  const own = stripPattern(fileName, pattern, given)!;
  const [, base, ext] = /^(.*?)(?:\.([A-Za-z0-9]{1,8}))?$/s.exec(own) as unknown as [string, string, string | undefined];
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: given.timeZone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'short' })
    .format(given.now)
    .replaceAll(/\D+/g, ' ')
    .split(' ');
  const [year, month, day, hour, minute] = parts as [string, string, string, string, string];
  const values = {
    'ticket.number': given.ticketNumber,
    'agent.name': given.agentName ?? 'desk',
    name: base,
    date: `${year}${month}${day}`,
    time: `${hour}${minute}`,
    n,
    ext: ext ?? '',
  };
  return fillText(pattern, values)
    .replaceAll(/[/\\:*?"<>|\u0000-\u001f]+/g, '-')
    .replace(/\.$/, '')
    .slice(0, 200);
}
