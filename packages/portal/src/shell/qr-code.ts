import { encode } from 'uqr';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** Empty modules around it, which scanners need. Source: ISO/IEC 18004. */
const BORDER = 4;

/** A QR code as a picture in the page: no script, no request, no style of its own. `label` says what it is to who cannot see it. */
export function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { border: BORDER });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges">
    <rect class="qr-light" width="${size}" height="${size}"></rect>
    <path class="qr-dark" d="${dark.join('')}"></path>
  </svg>`;
}
