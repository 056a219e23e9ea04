import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { SERVICES } from './secrets.ts';
import type { Service } from './secrets.ts';

const ROOT = join(import.meta.dirname, '../../..');
const BASE = join(ROOT, 'deploy/k8s/base');

// A manifest's own words; what is not there is a failed expectation.
interface Manifest {
  readonly [name: string]: Manifest;
}

const plain = (value: unknown) => value as Manifest;
const manifestsOf = (file: string): readonly Manifest[] =>
  parseAllDocuments(readFileSync(join(BASE, file), 'utf8')).map((document) => plain(document.toJS()));
const of = (service: Service, kind: string, name: string = service): Manifest => {
  const found = manifestsOf(`${service}.yaml`).find(
    (one) => word(one['kind']) === kind && word(one['metadata']?.['name']) === name,
  );
  if (!found) throw new Error(`${service}.yaml has no ${kind} ${name}`);
  return found;
};
const podOf = (service: Service) => of(service, 'Deployment')['spec']!['template']!['spec']!;
/** Where the manifest has a word. */
const word = (value: Manifest | undefined) => value as unknown as string;
const list = (value: Manifest | undefined): readonly Manifest[] => Object.values(value ?? {});

test('kustomize takes in every file', () => {
  const [kustomization] = manifestsOf('kustomization.yaml');
  const files = globSync('*.yaml', { cwd: BASE }).filter((file) => file !== 'kustomization.yaml');
  expect(list(kustomization?.['resources']).map(word).toSorted()).toEqual(files.toSorted());
});

test('no list is empty: the API server drops it, and every apply would change the object again', () => {
  const files = globSync('*.yaml', { cwd: BASE });
  expect(files.filter((file) => readFileSync(join(BASE, file), 'utf8').includes('[]'))).toEqual([]);
});

describe.each(SERVICES)('%s', (service) => {
  test('runs as nobody, on a disk it cannot write, with no capabilities and no token', () => {
    const pod = podOf(service);
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    });
    expect(list(pod['containers'])).toHaveLength(1);
    expect(list(pod['containers'])[0]?.['resources']).toMatchObject({
      requests: { memory: expect.any(String) },
      limits: { memory: expect.any(String) },
    });
  });

  test('is asked whether it lives and whether it is ready, and upgraded without a gap', () => {
    expect(list(podOf(service)['containers'])[0]).toMatchObject({
      livenessProbe: { httpGet: { path: '/livez', port: 'ops' } },
      readinessProbe: { httpGet: { path: '/readyz', port: 'ops' } },
      startupProbe: { httpGet: { path: '/livez', port: 'ops' } },
    });
    expect(of(service, 'Deployment')['spec']).toMatchObject({
      strategy: { rollingUpdate: { maxUnavailable: 0 } },
    });
    expect(of(service, 'PodDisruptionBudget')['spec']).toMatchObject({ maxUnavailable: 1 });
  });

  test('leaves its number to the autoscaler, also when a new version is applied', () => {
    expect(of(service, 'Deployment')['spec']).not.toHaveProperty('replicas');
    expect(of(service, 'HorizontalPodAutoscaler')['spec']).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: service },
      minReplicas: 2,
    });
  });

  test('serves on for as long as callers may have its address, and has time to stop after that', () => {
    const pod = podOf(service);
    const sleep = list(pod['containers'])[0]?.['lifecycle']?.['preStop']?.['sleep']?.['seconds'];
    // A name in the cluster's DNS is 30 s old at most, and so is a connection, give or take a tenth: then callers ask again.
    expect(Number(sleep)).toBeGreaterThanOrEqual(30 + 33);
    expect(Number(pod['terminationGracePeriodSeconds'])).toBeGreaterThanOrEqual(Number(sleep) + 10);
  });

  test('grows with what waits for it, when it consumes', () => {
    const scaler = list(of(service, 'HorizontalPodAutoscaler')['spec']!['metrics']);
    // Of a core, not of what is requested, which is little: a start alone would call for more replicas, and these for more.
    expect(scaler[0]).toMatchObject({ resource: { target: { type: 'AverageValue' } } });
    const metrics = scaler.map(({ type }) => word(type));
    const consumes = sourcesOf(service).includes('subscriptionTo(');
    expect(metrics).toEqual(consumes ? ['Resource', 'External'] : ['Resource']);
  });

  test('reaches the services that its code calls, and no other; and they let it in', () => {
    const names = (rules: Manifest | undefined, side: 'to' | 'from') =>
      list(rules)
        .flatMap((rule) => list(rule[side]))
        .flatMap(({ podSelector }) => {
          const labels = podSelector?.['matchLabels'] ?? {};
          return 'app.kubernetes.io/name' in labels ? [word(labels['app.kubernetes.io/name'])] : [];
        })
        .toSorted();
    const policy = of(service, 'NetworkPolicy')['spec']!;
    expect(names(policy['egress'], 'to')).toEqual(calledBy(service));
    const callers = SERVICES.filter((other) => calledBy(other).includes(service));
    expect(names(policy['ingress'], 'from')).toEqual(callers.toSorted());
  });

  test('has both ends of TLS, and its own secrets alone', () => {
    const volumes = list(podOf(service)['volumes']);
    const secrets = volumes.flatMap(({ secret }) =>
      secret === undefined ? [] : [word(secret['secretName'])],
    );
    expect(secrets).toEqual([`lapor-${service}`, `lapor-${service}-tls`]);
    const env = list(list(podOf(service)['containers'])[0]?.['env']).map(({ name }) => word(name));
    expect(env).toEqual(
      expect.arrayContaining(['LAPOR_GRPC_TLS_CERT', 'LAPOR_GRPC_TLS_KEY', 'LAPOR_GRPC_TLS_CA']),
    );
  });
});

function sourcesOf(service: Service): string {
  const folder = join(ROOT, 'services', service === 'directory' ? 'agency-directory' : service, 'src');
  const files = globSync('**/*.ts', { cwd: folder }).filter((file) => !/\.test\.ts$|fixtures/.test(file));
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}

/** By a client of its own, or because it asks the owner of events for what it missed. */
function calledBy(service: Service): readonly string[] {
  const called = new Set<string>();
  for (const [, target = ''] of sourcesOf(service).matchAll(/\bclient\('(\w+)'/g)) called.add(target);
  for (const [, context = ''] of sourcesOf(service).matchAll(
    /(?:subscriptionTo\(\s*(?:platform|connection), |follow\()'(\w+)'/g,
  ))
    called.add(context);
  called.delete(service);
  return [...called].toSorted();
}
