import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '../logger.ts';
import { exportSpans } from './span-exporter.ts';
import { spanEnded as ended } from './spans.ts';
import type { FinishedSpan } from './spans.ts';

let server: Server;
let endpoint: string;
let heard: { readonly path: string | undefined; readonly body: unknown }[];
const log = createLogger({ level: 'silent' });

beforeEach(async () => {
  heard = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (bytes: Buffer) => (text += bytes.toString()));
    request.on('end', () => {
      heard.push({ path: request.url, body: JSON.parse(text) as unknown });
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => server.close());

const span = (more: Partial<FinishedSpan> = {}): FinishedSpan => ({
  trace: { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', sampled: true },
  parentSpanId: undefined,
  service: 'routing',
  name: 'lapor.routing.v1.RoutingService/Answer',
  kind: 'server',
  startedAt: 1_772_503_200_000.25,
  endedAt: 1_772_503_200_012.5,
  failed: false,
  ...more,
});

const spanEnded = ({ trace, ...what }: FinishedSpan) => ended(trace, () => what);

test('what has ended is told in the form of OTLP', async () => {
  const exporter = exportSpans({ endpoint, log });
  spanEnded(span());
  spanEnded(span({ parentSpanId: '1122334455667788', kind: 'consumer', failed: true, service: 'reporting' }));
  spanEnded(span({ trace: { ...span().trace, sampled: false } }));
  await exporter.stop();
  spanEnded(span());
  expect(heard).toEqual([
    {
      path: '/v1/traces',
      body: {
        resourceSpans: [
          {
            resource: { attributes: [{ key: 'service.name', value: { stringValue: 'lapor-routing' } }] },
            scopeSpans: [
              {
                scope: { name: 'lapor' },
                spans: [
                  {
                    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
                    spanId: '00f067aa0ba902b7',
                    name: 'lapor.routing.v1.RoutingService/Answer',
                    kind: 2,
                    startTimeUnixNano: '1772503200000250000',
                    endTimeUnixNano: '1772503200012500000',
                  },
                ],
              },
            ],
          },
          {
            resource: { attributes: [{ key: 'service.name', value: { stringValue: 'lapor-reporting' } }] },
            scopeSpans: [
              {
                scope: { name: 'lapor' },
                spans: [
                  expect.objectContaining({
                    parentSpanId: '1122334455667788',
                    kind: 5,
                    status: { code: 2 },
                  }),
                ],
              },
            ],
          },
        ],
      },
    },
  ]);
});

test('a collector that is not there costs nothing but the traces', async () => {
  server.close();
  const exporter = exportSpans({ endpoint: 'http://127.0.0.1:9', log, everyMilliseconds: 5 });
  for (let count = 0; count < 5_000; count += 1) spanEnded(span());
  await exporter.stop();
  expect(heard).toEqual([]);
});
