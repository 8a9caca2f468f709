/** A voice message in AMR, as a browser plays it. Decoded beside the page, by a script that is loaded for it. Throws when it cannot be had or read. */
export async function fetchVoice(href: string): Promise<Blob> {
  const answer = await fetch(href);
  if (!answer.ok) throw new Error(`the voice message was not given: ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<Blob>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | null>) =>
        data === null ? reject(new Error('the voice message cannot be read')) : resolve(new Blob([data], { type: 'audio/wav' })),
      );
      worker.addEventListener('error', () => reject(new Error('the decoder did not start')));
      worker.postMessage(bytes, [bytes]);
    });
  } finally {
    worker.terminate();
  }
}
