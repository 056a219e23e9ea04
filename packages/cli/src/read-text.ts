import { readFile } from 'node:fs/promises';
import { Refusal, UsageError } from './command.ts';

/** A text file as people hand it over. @throws UsageError when it cannot be read, Refusal when it is not UTF-8 */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(missing ? `there is no file ${path}` : `${path} cannot be read`, { cause: error });
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    // Office programs still write other encodings; read as UTF-8, names would be spoilt without a word.
    throw new Refusal(`${path}:${firstWrongLine(bytes)}: is not UTF-8: save it as "CSV UTF-8"`, {
      cause: error,
    });
  }
}

/** A line break is no part of any longer UTF-8 sequence, so each line can be tried by itself. */
function firstWrongLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let line = 1, start = 0; ; line += 1) {
    const end = bytes.indexOf(10, start);
    try {
      decoder.decode(bytes.subarray(start, end === -1 ? undefined : end));
    } catch {
      return line;
    }
    if (end === -1) return line;
    start = end + 1;
  }
}
