import { useEffect, useMemo } from 'react';
import { workProof } from './work-proof.js';

/** Gives a form's token its proof of work; null where the form asks for none. */
export type Prove = (token: string) => Promise<string | null>;

/** Begins at once, so that it is there long before the form is written. */
export function useProof(token: string, bits: number | null): Prove {
  const [prove, stop] = useMemo(() => makeProver(bits), [bits]);
  useEffect(() => {
    void prove(token);
  }, [prove, token]);
  useEffect(() => stop, [stop]);
  return prove;
}

function makeProver(bits: number | null): readonly [Prove, () => void] {
  let works = new Map<string, Promise<string>>();
  let given = new AbortController();
  const prove: Prove = (token) => {
    if (bits === null) return Promise.resolve(null);
    const known = works.get(token) ?? workProof(token, bits, given.signal);
    works.set(token, known);
    return known;
  };
  const stop = () => {
    given.abort();
    [works, given] = [new Map(), new AbortController()];
  };
  return [prove, stop];
}
