import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { AppError } from '@lapor/kernel';
import type { RunningHost } from './running-host.ts';

/** What orchestrators and Prometheus ask a container that has no HTTP of its own. */
export interface OpsServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves /livez (the process turns), /readyz (all it needs is up: 200, else 503) and /metrics. */
export async function startOpsServer(
  port: number,
  host: Pick<RunningHost, 'metrics' | 'report'>,
): Promise<OpsServer> {
  const server = createServer((request, response) => {
    answer(request.method ?? '', request.url ?? '', response, host).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await listen(server, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  method: string,
  url: string,
  response: ServerResponse,
  host: Pick<RunningHost, 'metrics' | 'report'>,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  switch (url.split('?')[0]) {
    case '/livez':
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
      return;
    case '/readyz': {
      const reports = [...(await host.report())].map(([service, report]) => ({ service, ...report }));
      const ready = reports.every((report) => report.ready);
      response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json' });
      response.end(`${JSON.stringify({ ready, services: reports })}\n`);
      return;
    }
    case '/metrics':
      response.writeHead(200, { 'content-type': host.metrics.contentType });
      response.end(await host.metrics.metrics());
      return;
    default:
      response.writeHead(404).end();
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new AppError('unavailable', `cannot listen on port ${port}`, { cause })),
    );
    server.listen(port, resolve);
  });
}
