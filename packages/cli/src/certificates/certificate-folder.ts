import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyPair } from './development-ca.ts';
import { endOf, makeAuthority, makeServiceCertificate } from './development-ca.ts';

export interface CertificateOptions {
  /** One folder per service in it, for that service alone: `ca.crt`, `tls.crt`, `tls.key`. The authority's key stays beside them. */
  readonly folder: string;
  readonly services: readonly string[];
  /** How long a service's certificate is good. */
  readonly days: number;
  readonly now: Date;
}

const AUTHORITY_DAYS = 3_650;

/**
 * Makes an authority where there is none, and certificates of services that have none or whose ends within a third of its
 * time: may be run again at any time. @returns the services that got one
 */
export async function fillCertificateFolder(options: CertificateOptions): Promise<readonly string[]> {
  const { folder, services, days, now } = options;
  const authority = await authorityIn(folder, now);
  const renewed: string[] = [];
  for (const service of services) {
    const own = join(folder, service);
    if (await isGood(own, authority, now, days)) continue;
    await mkdir(own, { recursive: true, mode: 0o700 });
    const { certificate, key } = await makeServiceCertificate(authority, service, now, days);
    await write(join(own, 'ca.crt'), authority.certificate, 0o644);
    await write(join(own, 'tls.key'), key, 0o600);
    await write(join(own, 'tls.crt'), certificate, 0o644);
    renewed.push(service);
  }
  return renewed;
}

async function authorityIn(folder: string, now: Date): Promise<KeyPair> {
  const [certificateFile, keyFile] = [join(folder, 'ca.crt'), join(folder, 'ca.key')];
  if (existsSync(keyFile) && existsSync(certificateFile))
    return { certificate: await readFile(certificateFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const authority = await makeAuthority(now, AUTHORITY_DAYS);
  await write(keyFile, authority.key, 0o600);
  await write(certificateFile, authority.certificate, 0o644);
  return authority;
}

async function isGood(own: string, authority: KeyPair, now: Date, days: number): Promise<boolean> {
  const files = ['ca.crt', 'tls.key', 'tls.crt'].map((name) => join(own, name));
  if (!files.every((file) => existsSync(file))) return false;
  const [ca, , certificate] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const left = endOf(certificate ?? '').getTime() - now.getTime();
  return ca === authority.certificate && left > (days / 3) * 86_400_000;
}

async function write(file: string, text: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, text, { mode, flush: true });
  await rename(`${file}.new`, file);
}
