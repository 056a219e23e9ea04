import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal, UsageError } from '../command.ts';

export interface BackedUpFile {
  /** Relative to the backup, with slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a backup says of itself: every file with size and digest, so that a restore can prove it whole. */
export interface Manifest {
  readonly format: 1;
  /** RFC 3339. */
  readonly madeAt: string;
  readonly files: readonly BackedUpFile[];
}

export const MANIFEST = 'manifest.json';

/** Over what the manifest says: a damaged list must not accuse good files. */
function sealOf({ format, madeAt, files }: Manifest): string {
  const said = JSON.stringify([
    format,
    madeAt,
    files.map(({ path, bytes, sha256 }) => [path, bytes, sha256]),
  ]);
  return createHash('sha256').update(said).digest('hex');
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = JSON.stringify({ ...manifest, seal: sealOf(manifest) }, undefined, 1);
  await writeFile(join(folder, MANIFEST), `${text}\n`, { flush: true, mode: 0o600 });
}

/** @throws UsageError where there is no backup; Refusal when its list is damaged */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: unknown) => {
    throw new UsageError(`${folder} is no backup: it has no ${MANIFEST}`, { cause: error });
  });
  try {
    const { seal, ...manifest } = JSON.parse(text) as Manifest & { readonly seal: string };
    // Reading it all is the check: a wrong shape throws, a wrong value does not match.
    if (seal === sealOf(manifest) && manifest.format === 1) return manifest;
  } catch {
    // Told below: what JSON finds wrong helps nobody.
  }
  throw new Refusal(`the backup is damaged:\n  ${MANIFEST} is not as it was`);
}
