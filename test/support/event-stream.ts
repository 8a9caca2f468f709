/** Where the stream of events stands now. */
export async function readCursor(url: string, headers: Record<string, string>): Promise<string> {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/v1/stream`, { headers, signal: stop.signal });
  const text = await readUntil(response, '"cursor"');
  stop.abort();
  return /"cursor":"([^"]+)"/.exec(text)![1]!;
}

/** What a stream says until the wanted words come, or it ends. */
export async function readUntil(response: Response, wanted: string): Promise<string> {
  let text = '';
  const reader = response.body!.getReader();
  while (!text.includes(wanted)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString();
  }
  return text;
}
