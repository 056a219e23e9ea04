import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongoUrl, natsUrl, removeStreams } from '@lapor/testing/servers';
import type { TestServer } from '@lapor/testing/servers';
import { freePort } from '@lapor/testing/free-port';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_PASSWORD, signIn } from './city.ts';
import { startOnServers } from './fixtures/on-servers.ts';
import type { OnServers } from './fixtures/on-servers.ts';
import { startPrometheus } from './fixtures/prometheus.ts';
import { until } from './until.ts';

const FOLDER = new URL('../../../deploy/observability/', import.meta.url).pathname;
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

/** Its server, where it is. */
const PROMETHEUS = process.env['LAPOR_TEST_PROMETHEUS'];
if (PROMETHEUS === undefined)
  process.stdout.write('Left out: Prometheus itself (LAPOR_TEST_PROMETHEUS says where it is).\n');

let servers: readonly TestServer[] = [];
/** Where each service tells how it is. */
const ports = new Map<string, number>();
let folder: string;
let running: OnServers | undefined;
/** What /metrics of the five says, put together. */
let printed = '';
/** What a collector of traces was sent. */
const spans: Span[] = [];
let collector: Server;

interface Span {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
}

interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { readonly value: { readonly stringValue: string } }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, 'service'>[] }[];
  }[];
}

async function openCollector(): Promise<string> {
  collector = createServer((request, response) => {
    let text = '';
    request.on('data', (bytes: Buffer) => (text += bytes.toString()));
    request.on('end', () => {
      for (const { resource, scopeSpans } of (JSON.parse(text) as ExportRequest).resourceSpans)
        for (const scope of scopeSpans)
          for (const span of scope.spans)
            spans.push({ ...span, service: resource.attributes[0]?.value.stringValue ?? '' });
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  return `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-metrics-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys', 'master.key'), `${randomBytes(32).toString('hex')}\n`);
  const [mongo, nats] = await Promise.all([mongoUrl(), natsUrl()]);
  servers = [mongo, nats];
  await removeStreams(nats.url);
  const url = new URL(mongo.url);
  url.pathname = `/metrics${randomBytes(4).toString('hex')}`;
  for (const service of ['intake', 'routing', 'directory', 'notification', 'reporting'])
    ports.set(service, await freePort());
  running = await startOnServers({
    mongoUrl: url.href,
    natsUrl: nats.url,
    keysFolder: join(folder, 'keys'),
    env: { LAPOR_ADMIN_PASSWORD: FIRST_PASSWORD, OTEL_EXPORTER_OTLP_ENDPOINT: await openCollector() },
    envOf: (service) => ({ LAPOR_OPS_PORT: String(ports.get(service)) }),
  });
  for (const port of ports.values())
    printed += await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}, 240_000);
afterAll(async () => {
  await running?.stop();
  collector.close();
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** Names of series, with those that a histogram has of its own. */
function series(): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name = '', type] of printed.matchAll(/^# TYPE (\S+) (\w+)$/gm)) {
    names.add(name);
    if (type === 'histogram') for (const part of ['bucket', 'count', 'sum']) names.add(`${name}_${part}`);
  }
  return names;
}

const askedFor = (expression: string) =>
  [...expression.matchAll(/\b(?:lapor|process|nodejs)_\w+/g)].map(([name]) => name);

interface Dashboard {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
}

const dashboard = () => JSON.parse(read('grafana/dashboards/lapor.json')) as Dashboard;

test('every rule and every panel asks for what the services really say', () => {
  const known = series();
  const rules = [...read('alerts.yml').matchAll(/expr: (?:\|\n(?<block>(?: {10,}.*\n)+)|(?<line>.*))/g)];
  expect(rules.length).toBeGreaterThanOrEqual(10);
  const expressions = [
    ...rules.map(({ groups }) => groups?.['block'] ?? groups?.['line'] ?? ''),
    ...dashboard().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ];
  for (const expression of expressions) {
    const names = askedFor(expression);
    expect(names.length, expression).toBeGreaterThan(0);
    for (const name of names) expect(known, expression).toContain(name);
  }
  // And the adapter of the autoscalers.
  const adapter = readFileSync(join(FOLDER, '../k8s/prometheus-adapter.yaml'), 'utf8');
  for (const name of askedFor(adapter)) expect(known).toContain(name);
});

test('every service says whether it is ready, and those that consume how far behind they are', () => {
  for (const service of ['intake', 'routing', 'directory', 'notification', 'reporting'])
    expect(printed).toMatch(new RegExp(`^lapor_ready\\{service="${service}"\\} 1$`, 'm'));
  for (const service of ['routing', 'notification', 'reporting'])
    expect(printed).toMatch(
      new RegExp(`^lapor_events_lag\\{service="${service}",context="\\w+"\\} \\d+$`, 'm'),
    );
});

test('a request is one trace over all services it goes through, and tells nothing of what was said', async () => {
  await signIn(running!, 'national', FIRST_PASSWORD);
  const [door, call] = await until(
    () => {
      const outer = spans.find(({ name }) => name === 'POST /api/v1/sessions');
      const inner = spans.find(
        ({ service, traceId }) => service === 'lapor-directory' && traceId === outer?.traceId,
      );
      return outer && inner ? ([outer, inner] as const) : undefined;
    },
    () => `no such trace among ${spans.map(({ name }) => name).join(', ')}`,
  );
  expect(door.service).toBe('lapor-intake');
  expect(call.parentSpanId).toBe(door.spanId);
  expect(JSON.stringify(spans)).not.toContain(FIRST_PASSWORD);
});

test('outcomes that an alarm is about are outcomes that are counted', () => {
  const source = new URL('../../../services/notification/src/', import.meta.url).pathname;
  const code = ['domain/delivery.ts', 'use-cases/send-deliveries.ts']
    .map((file) => readFileSync(join(source, file), 'utf8'))
    .join('\n');
  const [, words = ''] = /outcome=~"([^"]+)"/.exec(read('alerts.yml')) ?? [];
  for (const word of words.split('|')) expect(code).toContain(`'${word}'`);
});

describe.skipIf(PROMETHEUS === undefined)('Prometheus itself', () => {
  test('scrapes all five, takes the rules, and answers what every panel asks', async () => {
    const prometheus = await startPrometheus(PROMETHEUS ?? '', {
      folder: join(folder, 'prometheus'),
      configuration: FOLDER,
      targets: [...ports.values()].map((port) => `127.0.0.1:${port}`),
    });
    try {
      await until(
        async () => ((await prometheus.query('sum(up{job="lapor"})')) === '5' ? true : undefined),
        () => `not all are scraped: ${prometheus.said()}`,
      );
      const rules = await until(
        async () => {
          const all = await prometheus.rules();
          return all.every(({ health }) => health === 'ok') ? all : undefined;
        },
        () => `rules are not evaluated: ${prometheus.said()}`,
        60_000,
      );
      expect(rules.length).toBeGreaterThanOrEqual(10);
      const asked = dashboard().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
      // Nothing is filed here, told to anybody, or goes wrong.
      const quiet = /complaints_filed|notification_attempts|events_published|code!="ok"/;
      const lively = asked.filter((each) => !quiet.test(each));
      expect(lively.length).toBeGreaterThanOrEqual(10);
      for (const each of lively)
        await until(
          async () => ((await prometheus.query(each)) === '' ? undefined : true),
          () => `nothing is shown for ${each}`,
        );
      for (const each of asked) await prometheus.query(each);
    } finally {
      await prometheus.stop();
    }
  });
});
