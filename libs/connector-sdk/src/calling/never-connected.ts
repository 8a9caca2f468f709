const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Of what `fetch` throws: was the connection never made? Then surely nothing has left; whatever else breaks is uncertain. */
export function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  return NEVER_CONNECTED.has(cause?.code ?? '');
}
