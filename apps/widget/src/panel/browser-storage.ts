import type { Saved, Storage } from './connection.js';

/** Below the inbox's own address: two inboxes of one installation know nothing of each other. Where storage is refused, it lives as long as the page. */
export function openStorage(key: string): Storage {
  let held: Saved = {};
  return {
    get: () => {
      try {
        return (JSON.parse(localStorage.getItem(key) ?? 'null') as Saved | null) ?? held;
      } catch {
        return held;
      }
    },
    set: (saved) => {
      held = saved;
      try {
        if (Object.keys(saved).length === 0) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(saved));
      } catch {
        // A private window, or full: the page itself still knows.
      }
    },
  };
}
