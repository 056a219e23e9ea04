import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { lookOf } from '../images/look-of-image.ts';
import { FIELDS, lookOfShades, looksLike } from './picture-look.ts';

const shadesOf = (shade: (column: number, row: number) => number) =>
  Uint8Array.from({ length: (FIELDS + 1) * FIELDS }, (_each, at) =>
    shade(at % (FIELDS + 1), Math.floor(at / (FIELDS + 1))),
  );

describe('how a picture looks', () => {
  it('is whether it grows lighter, field by field, whatever the light', () => {
    const waves = shadesOf((column, row) => 100 + ((column * 37 + row * 11) % 50));
    const look = lookOfShades(waves)!;
    expect(look.steps).toHaveLength(FIELDS * FIELDS);
    expect(lookOfShades(waves.map((shade) => shade + 40))?.steps).toBe(look.steps);
  });

  it('is not told of a wall, or of the night', () => {
    expect(lookOfShades(shadesOf(() => 7))).toBeUndefined();
    expect(lookOfShades(shadesOf((column) => (column === 5 ? 9 : 7)))).toBeUndefined();
  });

  it('has its neighbours where a step is all but even: up to three of ten turned', () => {
    const look = lookOfShades(shadesOf((column, row) => (column * 37 + row * 11) % 50))!;
    const alike = looksLike(look);
    expect(new Set(alike).size).toBe(1 + 10 + 45 + 120);
    expect(alike[0]).toBe(look.steps);
    const differing = (steps: string) => steps.split('').filter((step, at) => step !== look.steps[at]).length;
    expect(Math.max(...alike.map(differing))).toBe(3);
  });
});

describe('a picture saved again', () => {
  /** Light and dark places as a photo has them: large ones, and smaller ones in them. */
  async function scene(seed: number): Promise<Buffer> {
    let state = seed * 7919 + 1;
    const shades = Buffer.from(
      Array.from({ length: 24 * 18 }, () => 40 + ((state = (state * 48_271) % 2_147_483_647) % 160)),
    );
    const raw = { width: 24, height: 18, channels: 1 } as const;
    return sharp(shades, { raw }).resize(640, 480, { fit: 'fill', kernel: 'cubic' }).jpeg().toBuffer();
  }
  const again: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
    'in a poor quality': (bytes) => sharp(bytes).jpeg({ quality: 40 }).toBuffer(),
    smaller: (bytes) => sharp(bytes).resize({ width: 320 }).jpeg({ quality: 60 }).toBuffer(),
    'as another kind of file': (bytes) => sharp(bytes).webp({ quality: 60 }).toBuffer(),
    lighter: (bytes) => sharp(bytes).modulate({ brightness: 1.1 }).jpeg().toBuffer(),
  };

  it.each(Object.entries(again))('%s is known, and taken for no other', async (_how, save) => {
    const scenes = await Promise.all(Array.from({ length: 12 }, (_each, seed) => scene(seed)));
    const looks = await Promise.all(scenes.map(lookOf));
    const saved = await Promise.all(scenes.map(async (bytes) => lookOf(await save(bytes))));
    for (const [at, look] of saved.entries()) {
      const alike = new Set(looksLike(look));
      expect(looks.map(({ steps }) => alike.has(steps))).toEqual(looks.map((_each, other) => other === at));
    }
  });

  it('of one colour is known by its bytes alone', async () => {
    const wall = (red: number) =>
      sharp({ create: { width: 300, height: 200, channels: 3, background: { r: red, g: 90, b: 90 } } })
        .jpeg()
        .toBuffer();
    const [one, same, other] = await Promise.all(
      [wall(90), wall(90), wall(140)].map(async (bytes) => lookOf(await bytes)),
    );
    expect(same).toEqual(one);
    expect(other!.steps).not.toBe(one!.steps);
  });
});
