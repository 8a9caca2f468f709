import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

export type FoundChromium = { readonly found: true; readonly binary: string } | { readonly found: false; readonly missing: string };

/** The shell first: the same engine without a window around each page, which costs three times what a page of ours does. */
const PLACES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function findChromium(): FoundChromium {
  const binary = PLACES.find((path) => existsSync(path));
  return binary === undefined ? { found: false, missing: 'no Chromium' } : { found: true, binary };
}

/** `more`: switches of its command line. A headless browser that asks nobody outside by itself; it ends with this process, for it hangs on a pipe of it. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const found = findChromium();
  if (!found.found) throw new Error(found.missing);
  // Takes a while to load, which other suites need not wait for.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: found.binary,
    // Its sandbox does not start as root, nor in most containers.
    chromiumSandbox: false,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      ...more,
    ],
    timeout: 60_000,
  });
}
