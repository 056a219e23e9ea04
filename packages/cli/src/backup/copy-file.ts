import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface Digest {
  readonly bytes: number;
  readonly sha256: string;
}

/** Copies into a file that must not be there, durably, readable to its owner alone. The digest is of what was read. */
export async function copyWithDigest(from: string, to: string): Promise<Digest> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const { digest, pass } = digesting();
  await pipeline(
    createReadStream(from),
    pass,
    createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }),
  );
  return digest();
}

/** Writes a file that must not be there, durably, readable to its owner alone. */
export async function writeWithDigest(bytes: Uint8Array, to: string): Promise<Digest> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await writeFile(to, bytes, { flag: 'wx', mode: 0o600, flush: true });
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export async function digestOf(path: string): Promise<Digest> {
  const { digest, pass } = digesting();
  await pipeline(createReadStream(path), pass, async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) void chunk;
  });
  return digest();
}

function digesting() {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    digest: (): Digest => ({ bytes, sha256: hash.digest('hex') }),
    async *pass(this: void, source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
  };
}

/** Everything below a folder that is no folder itself, links and the like included, sorted, with slashes. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Without it a power cut could forget the names in it. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The folder and all folders below it. */
export async function syncFolders(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await syncFolder(join(entry.parentPath, entry.name));
  await syncFolder(folder);
}
