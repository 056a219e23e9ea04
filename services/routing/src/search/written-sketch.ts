import type { Sketch } from '../domain/likeness/sketch.ts';

const BYTES = 4;

export function writtenSketch(sketch: Sketch): string {
  const bytes = Buffer.alloc(sketch.length * BYTES);
  for (const [at, number] of sketch.entries()) bytes.writeUInt32BE(number, at * BYTES);
  return bytes.toString('base64url');
}

export function readSketch(written: string): Sketch {
  const bytes = Buffer.from(written, 'base64url');
  return Array.from({ length: Math.floor(bytes.length / BYTES) }, (_, at) => bytes.readUInt32BE(at * BYTES));
}
