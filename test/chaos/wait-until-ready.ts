import { setTimeout as sleep } from 'node:timers/promises';

/** Every process answers /health/ready with 200, or an error that says which does not and why. */
export async function waitUntilReady(urls: readonly string[], limitMs: number): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    const states = await Promise.all(urls.map((url) => askReady(url)));
    if (states.every((state) => state === null)) return;
    if (Date.now() > end) throw new Error(`not ready after ${limitMs} ms: ${states.filter((state) => state !== null).join('; ')}`);
    await sleep(100);
  }
}

async function askReady(url: string): Promise<string | null> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) });
    return answer.ok ? null : `${url}: ${answer.status} ${(await answer.text()).slice(0, 500)}`;
  } catch (error) {
    return `${url}: ${String(error)}`;
  }
}
