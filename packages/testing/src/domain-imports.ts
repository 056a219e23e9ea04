import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** An import that the house rules forbid. */
export interface Violation {
  readonly file: string;
  readonly imported: string;
}

const IMPORT =
  /^\s*(?:import|export)\s+(?:type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

function typeScriptFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Imports in the `domain/` folders below `root/services` that reach out: anything but the kernel,
 * files of the same `domain/`, and types.
 */
export function domainViolations(root: string): readonly Violation[] {
  const violations: Violation[] = [];
  for (const service of readdirSync(join(root, 'services'))) {
    const domain = join(root, 'services', service, 'src', 'domain');
    for (const file of folderExists(domain) ? typeScriptFiles(domain) : []) {
      const text = readFileSync(file, 'utf8');
      for (const match of text.matchAll(IMPORT)) {
        const imported = match[1] ?? match[2] ?? '';
        const typeOnly = /^\s*(?:import|export)\s+type\b/.test(match[0]);
        const own = imported.startsWith('.') && resolve(dirname(file), imported).startsWith(domain + sep);
        if (!own && !typeOnly && imported !== '@lapor/kernel') {
          violations.push({ file: relative(root, file), imported });
        }
      }
    }
  }
  return violations;
}

function folderExists(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}
