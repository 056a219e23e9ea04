import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** Where the pages find their style and script. */
export interface Assets {
  readonly style: string;
  /** After the other one, on the pages of officers. */
  readonly officerStyle: string;
  /** Absent when nothing was built: the pages work without. */
  readonly script?: string | undefined;
  readonly icon: string;
  readonly files: ReadonlyMap<string, AssetFile>;
}

export interface AssetFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly gzipped: Buffer;
  /** The name changes with the content: may be kept for ever. */
  readonly immutable: boolean;
}

const DIST = new URL('../../dist/', import.meta.url);
const SOURCES = new URL('../../web/', import.meta.url);
const PREFIX = '/aset/';
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The built files, or the sources of style and logo when nothing was built. */
export async function loadAssets(dist: URL = DIST): Promise<Assets> {
  const manifest = await readManifest(dist);
  if (manifest === undefined) return loadSources();
  const files = await readFolder(new URL('aset/', dist), true);
  const path = (source: string) => {
    const { file } = manifest[source] ?? {};
    return file === undefined ? undefined : `/${file}`;
  };
  const style = path('web/style.css');
  const officerStyle = path('web/officers.css');
  const icon = path('web/logo.svg');
  if (style === undefined || officerStyle === undefined || icon === undefined) return loadSources();
  return { style, officerStyle, icon, script: path('web/main.ts'), files };
}

async function loadSources(): Promise<Assets> {
  const files = await readFolder(SOURCES, false);
  const [style, officerStyle] = [`${PREFIX}style.css`, `${PREFIX}officers.css`];
  return { style, officerStyle, icon: `${PREFIX}logo.svg`, files };
}

type Manifest = Readonly<Record<string, { readonly file: string }>>;

async function readManifest(dist: URL): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8')) as Manifest;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readFolder(folder: URL, immutable: boolean): Promise<ReadonlyMap<string, AssetFile>> {
  const files = new Map<string, AssetFile>();
  for (const name of await readdir(fileURLToPath(folder))) {
    const type = TYPES[name.split('.').at(-1) ?? ''];
    if (type === undefined) continue;
    const bytes = await readFile(new URL(name, folder));
    files.set(`${PREFIX}${name}`, { type, bytes, gzipped: gzipSync(bytes), immutable });
  }
  return files;
}

export function assetRoutes(app: FastifyInstance, { files }: Assets): void {
  for (const [path, { type, bytes, gzipped, immutable }] of files) {
    app.get(path, (request, reply) => {
      const zipped = (request.headers['accept-encoding'] ?? '').includes('gzip');
      if (zipped) void reply.header('content-encoding', 'gzip');
      return reply
        .type(type)
        .header('vary', 'accept-encoding')
        .header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
        .send(zipped ? gzipped : bytes);
    });
  }
}
