import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

// What docker compose makes of docker-compose.yml and of each file that is laid over it. `packages/e2e` starts them.

const ROOT = join(import.meta.dirname, '../../..');
const SERVICES = ['intake', 'routing', 'directory', 'notification', 'reporting'];

interface Port {
  readonly target: number;
  readonly published: string;
}

interface Container {
  readonly command?: readonly string[] | null;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly networks?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly Port[];
  readonly volumes?: readonly { readonly type: string; readonly source: string; readonly target: string }[];
}

function composed(files: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const layers = ['docker-compose.yml', ...files].flatMap((file) => ['--file', file]);
  const words = ['compose', '--env-file', '/dev/null', ...layers, 'config', '--format', 'json'];
  const settings = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env };
  const said = execFileSync('docker', words, { cwd: ROOT, env: settings, stdio: ['ignore', 'pipe', 'pipe'] });
  return JSON.parse(said.toString()) as { readonly services: Readonly<Record<string, Container>> };
}

function hasCompose(): boolean {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** "nats:4222" of everything that is published to the machine. */
function published(files: readonly string[], env: Readonly<Record<string, string>> = {}): readonly string[] {
  const { services } = composed(files, env);
  return Object.entries(services).flatMap(([name, { ports = [] }]) =>
    ports.map(({ target, published: to }) => `${name}:${target} at ${to}`),
  );
}

const WEB = ['web:80 at 8080', 'web:443 at 8443'];

describe.skipIf(!hasCompose())('docker compose config', () => {
  test('alone: nothing but the door is published', () => {
    expect(published([])).toEqual(WEB);
  });

  test('the door for systems of agencies by gRPC', () => {
    const files = ['deploy/docker/agencies.yml'];
    expect(() => composed(files)).toThrow(/LAPOR_AGENCY_TLS/);
    const env = { LAPOR_AGENCY_TLS: '/etc/lapor/tls' };
    expect(published(files, env)).toEqual(['routing:9100 at 9100', ...WEB]);
    const { routing } = composed(files, env).services;
    expect(routing?.environment).toMatchObject({
      LAPOR_AGENCY_LISTEN: '0.0.0.0:9100',
      LAPOR_AGENCY_TLS_CERT: '/run/agency-tls/cert.pem',
      LAPOR_AGENCY_TLS_KEY: '/run/agency-tls/key.pem',
    });
    expect(routing?.volumes).toContainEqual(
      expect.objectContaining({ source: '/etc/lapor/tls', target: '/run/agency-tls' }),
    );
  });

  test('the door for systems of agencies on NATS: over TLS, and the directory knows', () => {
    const files = ['deploy/nats/agencies.yml'];
    expect(() => composed(files)).toThrow(/LAPOR_NATS_TLS/);
    const env = { LAPOR_NATS_TLS: '/etc/lapor/tls' };
    expect(published(files, env)).toEqual(['nats:4222 at 4222', ...WEB]);
    const { nats, directory } = composed(files, env).services;
    expect(nats?.command).toEqual(['--config', '/etc/nats/lapor/agencies.conf']);
    expect(Object.keys(nats?.networks ?? {}).toSorted()).toEqual(['agencies', 'inside']);
    expect(directory?.environment).toMatchObject({ LAPOR_NATS_DOOR_TLS: 'true' });
  });

  test('three servers of NATS: each with a name and a disk of its own, and every service knows them all', () => {
    const { services } = composed(['deploy/nats/cluster.yml']);
    const servers = ['nats', 'nats-2', 'nats-3'];
    for (const name of servers) {
      expect(services[name]?.command).toEqual(['--config', '/etc/nats/lapor/cluster.conf']);
      expect(services[name]?.environment).toMatchObject({ NATS_NAME: name });
    }
    const disks = servers.map(
      (name) => services[name]?.volumes?.find(({ target }) => target === '/data')?.source,
    );
    expect(disks).toEqual(servers);
    for (const service of SERVICES)
      expect(services[service]?.environment).toMatchObject({
        LAPOR_NATS_URL: servers.map((name) => `nats://${name}:4222`).join(','),
        LAPOR_NATS_REPLICAS: '3',
      });
    expect(published(['deploy/nats/cluster.yml'])).toEqual(WEB);
  });

  test('what is mounted out of the repository is there', () => {
    const files = ['deploy/docker/agencies.yml', 'deploy/nats/cluster.yml'];
    const env = { LAPOR_AGENCY_TLS: '/etc/lapor/tls', COMPOSE_PROFILES: 'observability' };
    const mounted = Object.values(composed(files, env).services)
      .flatMap(({ volumes = [] }) => volumes)
      .filter(({ type, source }) => type === 'bind' && source.startsWith(ROOT));
    expect(mounted.length).toBeGreaterThan(5);
    for (const { source } of mounted) expect(existsSync(source), source).toBe(true);
  });
});
