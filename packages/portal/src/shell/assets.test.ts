import { describe, expect, it } from 'vitest';
import { loadAssets } from './assets.ts';

describe('assets', () => {
  it('are the built ones, named by their content, with a script', async () => {
    const assets = await loadAssets();
    for (const path of [assets.style, assets.officerStyle, assets.icon, assets.script ?? '']) {
      expect(path).toMatch(/^\/aset\/\w+-[\w-]{8}\.(?:css|svg|js)$/);
      expect(assets.files.get(path)?.immutable).toBe(true);
    }
  });

  it('are the sources, without a script, where nothing was built', async () => {
    const assets = await loadAssets(new URL('no-such-folder/', import.meta.url));
    expect(assets.script).toBeUndefined();
    expect(assets.files.get(assets.style)).toMatchObject({
      type: 'text/css; charset=utf-8',
      immutable: false,
    });
    expect(assets.files.has(assets.icon)).toBe(true);
    expect(assets.files.has(assets.officerStyle)).toBe(true);
  });
});
