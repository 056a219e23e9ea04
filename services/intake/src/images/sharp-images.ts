import { createTurnstile } from './turnstile.ts';

/** A small file can unfold into gigabytes. 60 megapixels is more than phones make. */
export const MAX_INPUT_PIXELS = 60_000_000;
/** Each unfolds into up to 240 MB of pixels. */
const AT_A_TIME = 2;
/** Longest side, pixels. */
const THUMBNAIL_PIXELS = 320;

export const INSIDE = { fit: 'inside', withoutEnlargement: true } as const;

/** Loaded with the first picture: many days of a small town have none. */
export async function loadSharp() {
  const { default: sharp } = await import('sharp');
  // Pictures come one by one; a cache would only hold memory.
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}

/** Whatever unfolds pictures waits here for its turn. */
export const oneOfFew = createTurnstile(AT_A_TIME);

type Sharp = ReturnType<Awaited<ReturnType<typeof loadSharp>>>;

/** webp */
export function thumbnailOf(picture: Sharp): Promise<Buffer> {
  return picture
    .resize({ width: THUMBNAIL_PIXELS, height: THUMBNAIL_PIXELS, ...INSIDE })
    .webp({ quality: 70 })
    .toBuffer();
}
