import { type RefObject, useEffect, useState } from 'react';

/** A part of the page alone on the screen, as large as it can be read from afar. Where a browser has no full screen the page itself grows. */
export function useFullScreen(part: RefObject<HTMLElement | null>): { readonly isFull: boolean; readonly toggle: () => void } {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const leave = () => {
      if (document.fullscreenElement === null) setFull(false);
    };
    document.addEventListener('fullscreenchange', leave);
    return () => document.removeEventListener('fullscreenchange', leave);
  }, []);
  const toggle = () => {
    if (isFull && document.fullscreenElement !== null) void document.exitFullscreen();
    if (!isFull) void part.current?.requestFullscreen?.().catch(() => undefined);
    setFull(!isFull);
  };
  return { isFull, toggle };
}
