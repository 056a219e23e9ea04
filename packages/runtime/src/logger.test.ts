import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';
import { currentTrace, runInTrace } from './telemetry/trace.ts';

function capture() {
  const lines: string[] = [];
  const log = createLogger({ destination: { write: (line: string) => void lines.push(line) } });
  return { log: log.child({ service: 'intake' }), lines };
}

test('a line says when, how bad, which service and which trace', () => {
  const { log, lines } = capture();
  const traceId = runInTrace(undefined, () => {
    log.info({ complaintId: 'T1' }, 'filed');
    return currentTrace()?.traceId;
  });
  const line: unknown = JSON.parse(lines[0] ?? '');
  expect(line).toMatchObject({ level: 'info', service: 'intake', complaintId: 'T1', traceId, msg: 'filed' });
});

test('reporter data never reaches a line', () => {
  const { log, lines } = capture();
  log.error({
    phone: '+62811',
    complaint: { title: 'Siti', body: 'Siti lives here', id: 'T1' },
    req: { headers: { authorization: 'Bearer x' }, url: '/api' },
    err: Object.assign(new Error('refused'), { contact: 'siti@example.org' }),
  });
  expect(lines[0]).not.toMatch(/Siti|62811|Bearer|siti@/);
  expect(lines[0]).toMatch(/"id":"T1"/);
  expect(lines[0]).toMatch(/refused/);
});
