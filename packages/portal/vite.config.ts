import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Two styles, one script, one logo: named by their content, found through the manifest. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  logLevel: 'warn',
  build: {
    outDir: 'dist',
    assetsDir: 'aset',
    manifest: true,
    emptyOutDir: true,
    target: 'es2019',
    modulePreload: false,
    // The logo is linked by the pages themselves: it must be a file.
    assetsInlineLimit: 0,
    rollupOptions: { input: ['web/main.ts', 'web/style.css', 'web/officers.css', 'web/logo.svg'] },
  },
});
