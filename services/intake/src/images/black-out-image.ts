import type { HiddenArea } from '@lapor/portal';
import type { ReencodedImage } from './reencode-image.ts';
import { loadSharp, MAX_INPUT_PIXELS, oneOfFew, thumbnailOf } from './sharp-images.ts';

const BLACK = { r: 0, g: 0, b: 0 } as const;

/** A picture with areas of it black, in the pixels themselves: nothing of what was there is left. The thumbnail is made of it. */
export function blackOutImage(
  bytes: Uint8Array,
  contentType: string,
  areas: readonly HiddenArea[],
): Promise<ReencodedImage> {
  return oneOfFew(() => paint(bytes, contentType, areas));
}

async function paint(
  bytes: Uint8Array,
  contentType: string,
  areas: readonly HiddenArea[],
): Promise<ReencodedImage> {
  const sharp = await loadSharp();
  const input = sharp(bytes, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'error' });
  const { width, height } = await input.metadata();
  const boxes = areas.map((area) => {
    const { left, top, ...size } = pixelsOf(area, width, height);
    return { left, top, input: { create: { ...size, channels: 3, background: BLACK } } } as const;
  });
  const painted = input.composite(boxes);
  const isWebp = contentType === 'image/webp';
  const full = await (isWebp ? painted.webp({ quality: 82 }) : painted.jpeg({ quality: 82 })).toBuffer({
    resolveWithObject: true,
  });
  return {
    contentType: isWebp ? 'image/webp' : 'image/jpeg',
    width: full.info.width,
    height: full.info.height,
    full: full.data,
    thumbnail: await thumbnailOf(sharp(full.data)),
  };
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Whole pixels, rather one too many, and none outside of the picture. */
export function pixelsOf(area: HiddenArea, width: number, height: number): Box {
  const left = Math.min(width - 1, Math.floor((area.left / 100) * width));
  const top = Math.min(height - 1, Math.floor((area.top / 100) * height));
  const right = Math.min(width, Math.ceil(((area.left + area.width) / 100) * width));
  const bottom = Math.min(height, Math.ceil(((area.top + area.height) / 100) * height));
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}
