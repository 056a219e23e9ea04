import { readFileSync } from 'node:fs';

/** Reads a file of the service's data folder. Its shape is checked by the tests of the data, not at every start. */
export function readDataText(name: string): string {
  return readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8');
}

export function readDataJson(name: string): unknown {
  return JSON.parse(readDataText(name));
}
