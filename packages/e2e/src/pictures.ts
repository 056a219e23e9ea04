import sharp from 'sharp';
import type { Platform } from './platform.ts';

const [COLUMNS, ROWS] = [24, 18];

/** A picture with light and dark places of its own: another number, another picture. As a phone makes it, with a place in it. */
export function picture(seed: number): Promise<Buffer> {
  let state = seed * 7919 + 1;
  const shades = Buffer.from(
    Array.from({ length: COLUMNS * ROWS }, () => (state = (state * 48_271) % 2_147_483_647) % 256),
  );
  return sharp(shades, { raw: { width: COLUMNS, height: ROWS, channels: 1 } })
    .resize(640, 480, { fit: 'fill', kernel: 'cubic' })
    .jpeg({ quality: 90 })
    .withExif({ IFD0: { Copyright: 'Rahasia Pemotret' } })
    .toBuffer();
}

/** The same picture as somebody gets it who was sent it: smaller, and saved anew. */
export function passedOn(bytes: Buffer): Promise<Buffer> {
  return sharp(bytes).resize({ width: 400 }).jpeg({ quality: 55 }).toBuffer();
}

export function formWith(images: readonly Uint8Array[]): FormData {
  const form = new FormData();
  for (const bytes of images)
    form.append('image', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'foto.jpg');
  return form;
}

/** Sends images as a form does. */
export function sendImages(
  { url }: Pick<Platform, 'url'>,
  path: string,
  headers: Readonly<Record<string, string>>,
  images: readonly Uint8Array[],
): Promise<Response> {
  return fetch(url + path, { method: 'POST', body: formWith(images), headers });
}
