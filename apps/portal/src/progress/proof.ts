const PLACE = 'tributary.proof.';

/** Of this visit alone: a shared computer forgets it with the tab. */
export function readProof(token: string): string | null {
  try {
    return sessionStorage.getItem(PLACE + token);
  } catch {
    return null;
  }
}

export function keepProof(token: string, proof: string | null): void {
  try {
    if (proof === null) sessionStorage.removeItem(PLACE + token);
    else sessionStorage.setItem(PLACE + token, proof);
  } catch {
    // It holds as long as the page.
  }
}
