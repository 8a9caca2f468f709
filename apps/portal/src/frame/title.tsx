import { useEffect } from 'react';

/** The page's heading, and its name in the browser. */
export function Title({ children }: { readonly children: string }) {
  useEffect(() => {
    document.title = children;
  }, [children]);
  return <h1>{children}</h1>;
}
