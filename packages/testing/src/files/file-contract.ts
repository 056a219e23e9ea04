import { randomBytes } from 'node:crypto';
import type { FileStore } from '@lapor/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

export interface FilesUnderTest {
  readonly files: FileStore;
  dispose(): Promise<void>;
}

/** What every place for files promises. */
export function fileContract(name: string, open: () => Promise<FilesUnderTest>): void {
  describe(`files in ${name}`, () => {
    let under: FilesUnderTest;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.dispose());
    const read = async (file: string) => {
      const bytes = await under.files.read(file);
      return bytes === undefined ? undefined : Buffer.from(bytes);
    };

    test('are read as they were written, from nothing to many megabytes', async () => {
      for (const size of [0, 1, 70_000, 9_000_000]) {
        const bytes = randomBytes(size);
        await under.files.write(`of-${size}.full`, bytes);
        expect((await read(`of-${size}.full`))?.equals(bytes), `${size} bytes`).toBe(true);
      }
    });

    test('written again they are replaced, each for itself', async () => {
      await under.files.write('aaaabbbb.full', Buffer.from('one'));
      await under.files.write('aaaabbbb.thumbnail', Buffer.from('small'));
      await under.files.write('aaaabbbb.full', Buffer.from('two'));
      expect(await read('aaaabbbb.full')).toEqual(Buffer.from('two'));
      expect(await read('aaaabbbb.thumbnail')).toEqual(Buffer.from('small'));
    });

    test('written by several at once, one of them stands, whole', async () => {
      const written = [1, 2, 3, 4].map((fill) => Buffer.alloc(300_000, fill));
      await Promise.all(written.map((bytes) => under.files.write('race.full', bytes)));
      const stands = await read('race.full');
      expect(written.some((bytes) => stands?.equals(bytes))).toBe(true);
    });

    test('removed they are gone; what is not there is neither read nor removed, and no fault', async () => {
      await under.files.write('gone.full', Buffer.from('x'));
      await under.files.remove('gone.full');
      await under.files.remove('gone.full');
      expect(await read('gone.full')).toBeUndefined();
      expect(await read('never-there.full')).toBeUndefined();
    });
  });
}
