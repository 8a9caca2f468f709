import { useEffect, useState } from 'react';
import type { Values } from './door.js';

const PLACE = 'tributary.form.';

/** What is written stays in this browser until it is sent; a browser may keep nothing. */
export function useDraft(inbox: string): readonly [Values, (change: Values) => void, () => void] {
  const [values, setValues] = useState<Values>(() => readDraft(inbox));
  useEffect(() => {
    try {
      localStorage.setItem(PLACE + inbox, JSON.stringify(values));
    } catch {
      // It is on the page.
    }
  }, [inbox, values]);
  const clear = () => {
    setValues({});
    try {
      localStorage.removeItem(PLACE + inbox);
    } catch {
      // There is nothing to forget.
    }
  };
  return [values, (change) => setValues((before) => ({ ...before, ...change })), clear];
}

function readDraft(inbox: string): Values {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE + inbox) ?? '{}');
    return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as Values) : {};
  } catch {
    return {};
  }
}
