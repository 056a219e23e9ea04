import { unevenMessages } from '@lapor/kernel';
import type { Message } from '@lapor/kernel';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const catalogues = readdirSync(import.meta.dirname).filter((name) => name.endsWith('-messages.ts'));

describe.each(catalogues)('%s', (file) => {
  it('says everything in every language, with the same values, and in different words', async () => {
    const module = (await import(/* @vite-ignore */ new URL(file, import.meta.url).href)) as Record<
      string,
      Readonly<Record<string, Message>>
    >;
    for (const catalogue of Object.values(module)) {
      expect(unevenMessages(catalogue)).toEqual([]);
      for (const [key, { id, en }] of Object.entries(catalogue)) {
        expect(id.trim(), key).not.toBe('');
        expect(en.trim(), key).not.toBe('');
      }
    }
  });
});
