import { encode } from 'uqr';
import css from './session.module.css';

/** Modules of white around it, which readers need. */
const QUIET = 4;

/** Drawn here, as one shape: what it says goes to nobody. Black on white in the dark as well, for many readers know nothing else. */
export default function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className={css['qr']} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect className={css['qrPaper']} width={size} height={size} />
      <path className={css['qrInk']} d={dark.join('')} />
    </svg>
  );
}
