import { AppError } from '@lapor/kernel';
import { INSIDE, loadSharp, MAX_INPUT_PIXELS, oneOfFew, thumbnailOf } from './sharp-images.ts';

/** Longest side, pixels: a number plate is still readable, a phone's 12 megapixels are not kept. */
const FULL_PIXELS = 2048;
const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'heif']);

export interface ReencodedImage {
  readonly contentType: 'image/jpeg' | 'image/webp';
  readonly width: number;
  readonly height: number;
  readonly full: Uint8Array;
  /** webp */
  readonly thumbnail: Uint8Array;
}

/**
 * Decodes and encodes anew: nothing but pixels comes through, no EXIF, no place, no camera. Turned upright.
 * @throws AppError unsupported
 */
export function reencodeImage(bytes: Uint8Array): Promise<ReencodedImage> {
  return oneOfFew(() => reencode(bytes));
}

async function reencode(bytes: Uint8Array): Promise<ReencodedImage> {
  const sharp = await loadSharp();
  try {
    const input = sharp(bytes, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'error' });
    const { format, hasAlpha } = await input.metadata();
    if (!FORMATS.has(format)) throw unsupported();
    const upright = input.autoOrient();
    const sized = upright.clone().resize({ width: FULL_PIXELS, height: FULL_PIXELS, ...INSIDE });
    const encoded = hasAlpha ? sized.webp({ quality: 82 }) : sized.jpeg({ quality: 82, mozjpeg: false });
    const full = await encoded.toBuffer({ resolveWithObject: true });
    const thumbnail = await thumbnailOf(upright.clone());
    return {
      contentType: hasAlpha ? 'image/webp' : 'image/jpeg',
      width: full.info.width,
      height: full.info.height,
      full: full.data,
      thumbnail,
    };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unsupported(error);
  }
}

function unsupported(cause?: unknown): AppError {
  return new AppError('unsupported', 'this is no image we can read', {
    issues: [{ field: 'image', rule: 'must be a whole JPEG, PNG, WebP or HEIF (AVIF) image' }],
    cause,
  });
}
