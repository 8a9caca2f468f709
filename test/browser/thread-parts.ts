import { expect } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { makePng } from '../support/image-server.js';
import { eventually } from '../support/started-product.js';

const piece = (type: string, content: string | Buffer, more = '') =>
  `--b\r\nContent-Type: ${type}\r\n${more}Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64')}\r\n`;

/** Text and HTML with what it answers, a picture from elsewhere and one that came along. */
export function printerMail(imagesUrl: string): string {
  const html = `<p style="color:#00f">Nothing prints.</p><img src="${imagesUrl}/a.png"><blockquote>You wrote: buy it</blockquote>`;
  return (
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n` +
    `--c\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nNothing prints.\r\n\r\nOn Monday Support wrote:\r\n> You wrote: buy it\r\n` +
    `--c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n--c--\r\n` +
    `${piece('image/png; name=page.png', makePng(60, 40, [0, 128, 0]), 'Content-Disposition: attachment; filename=page.png\r\n')}--b--\r\n`
  );
}

/** Pixels of an entry below the end of what is shown of its thread. */
export function hiddenBelow(entry: Locator): Promise<number> {
  return entry.evaluate((row) => row.getBoundingClientRect().bottom - row.closest('[role=region]')!.getBoundingClientRect().bottom);
}

/** Of an entry that is wholly in sight. */
export function entryInSight(thread: Locator): Promise<string | undefined> {
  return thread.evaluate((frame) => {
    const { top, bottom } = frame.getBoundingClientRect();
    const inSight = [...frame.querySelectorAll<HTMLElement>('article')].find((row) => {
      const box = row.getBoundingClientRect();
      return box.top > top && box.bottom < bottom;
    });
    return inSight?.dataset['entry'];
  });
}

/** Is heard: decoded, in a player that moves. */
export async function plays(voice: Locator): Promise<void> {
  await voice.getByRole('button', { name: '播放' }).click();
  const player = voice.locator('audio');
  const times = () =>
    player.evaluate((audio) => ({ of: (audio as HTMLAudioElement).duration, at: (audio as HTMLAudioElement).currentTime }));
  await player.waitFor();
  await eventually(async () => (await times()).at > 0, 'that it plays');
  expect((await times()).of).toBeCloseTo(1, 1);
}
