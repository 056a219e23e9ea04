import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const namesIn = (text: string, pattern: RegExp) =>
  new Set([...text.matchAll(pattern)].map(([, name = '']) => name));

test('.env.example has every setting that the compose files take, and no other', () => {
  const files = ['docker-compose.yml', ...globSync('deploy/{docker,nats}/*.yml', { cwd: ROOT })];
  expect(files.length).toBeGreaterThan(3);
  const compose = files.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n');
  const taken = namesIn(compose, /\$\{([A-Z][A-Z_]*)/g);
  const told = namesIn(readFileSync(join(ROOT, '.env.example'), 'utf8'), /^# ([A-Z][A-Z_]*)=/gm);
  expect([...told].toSorted()).toEqual([...taken].toSorted());
});
