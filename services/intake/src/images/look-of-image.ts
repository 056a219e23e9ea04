import { createHash } from 'node:crypto';
import { FIELDS, lookOfShades } from '../domain/picture-look.ts';
import type { Look } from '../domain/picture-look.ts';
import { loadSharp, MAX_INPUT_PIXELS, oneOfFew } from './sharp-images.ts';

const [COLUMNS, ROWS] = [FIELDS + 1, FIELDS];
/** Made smaller in two goes: in one, how large it was sent decides which of its pixels count. */
const FIRST = 16;

/** How a picture looks. One without features is known by its bytes alone. */
export function lookOf(bytes: Uint8Array): Promise<Look> {
  return oneOfFew(async () => {
    const sharp = await loadSharp();
    const [width, height] = [COLUMNS * FIRST, ROWS * FIRST];
    // Seen on white where it is clear, as pages show it.
    const first = await sharp(bytes, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'error' })
      .flatten({ background: '#fff' })
      .greyscale()
      .resize(width, height, { fit: 'fill' })
      .raw()
      .toBuffer();
    const shades = await sharp(first, { raw: { width, height, channels: 1 } })
      .resize(COLUMNS, ROWS, { fit: 'fill', kernel: 'mitchell' })
      .greyscale()
      .raw()
      .toBuffer();
    const plain = () => ({ steps: createHash('sha256').update(bytes).digest('base64url'), unsure: [] });
    return lookOfShades(shades) ?? plain();
  });
}
