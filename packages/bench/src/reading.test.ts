import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDatabase } from './distributed/database-of.ts';
import { sharesOf } from './lifecycle.ts';
import { parseMetrics, usageIn } from './metrics.ts';
import { readOptions } from './options.ts';
import { partOf, selfTimes } from './profile.ts';
import { readThread } from './threads.ts';

test('a Prometheus page is read, labels added up', () => {
  const page = [
    '# HELP lapor_events_lag Events that wait',
    '# TYPE lapor_events_lag gauge',
    'lapor_events_lag{service="reporting",context="routing"} 3',
    'lapor_events_lag{service="notification",context="routing"} 4',
    'process_cpu_seconds_total 1.25 1395066363000',
    'process_resident_memory_bytes 2.5e+8',
  ].join('\n');
  expect(usageIn(parseMetrics(page))).toEqual({
    cpuSeconds: 1.25,
    operations: 0,
    commits: 0,
    published: 0,
    effects: 0,
    lag: 7,
    residentBytes: 250_000_000,
    busInDatabase: true,
    trailMilliseconds: 2_250,
  });
});

test('options are read, and refused by name', () => {
  expect(readOptions(['--seconds', '3', '--rate', '50', '--json'])).toMatchObject({
    seconds: 3,
    connections: 32,
    rate: 50,
    json: true,
  });
  expect(
    readOptions(['--profile', 'distributed'], { LAPOR_MONGO_URL: 'mongodb://db', LAPOR_NATS_URL: '' }),
  ).toMatchObject({ profile: 'distributed', mongoUrl: 'mongodb://db', natsUrl: undefined });
  expect(() => readOptions(['--profile', 'other'])).toThrow('--profile');
  expect(readOptions(['--help'])).toBeUndefined();
  for (const bad of ['0', 'many', '']) {
    expect(() => readOptions([`--connections=${bad}`])).toThrow('--connections');
  }
  expect(() => readOptions(['--fast'])).toThrow('--fast');
  expect(readOptions(['--preload', '9', '--keep', 'full'])).toMatchObject({ preload: 9, keep: 'full' });
  expect(() => readOptions(['--keep', 'full'])).toThrow('--keep goes with --preload');
  const given = { LAPOR_NATS_URL: 'nats://there' };
  expect(() => readOptions(['--preload', '9', '--keep', 'full'], given)).toThrow(
    '--keep is for servers of our own',
  );
});

test('a thread is read whatever its name holds', () => {
  const line = '7 (a) (b) 1) S 1 7 7 0 -1 4194304 100 0 0 0 150 25 0 0 20 0 9 0 1 1 1';
  expect(readThread(line)).toEqual(['a) (b) 1', 1.75]);
});

test('code belongs to the package or service it stands in', () => {
  const at = (url: string, functionName = 'f') => partOf({ functionName, url });
  expect(at('file:///srv/lapor/services/routing/src/domain/decide.ts')).toBe('services/routing');
  expect(at('file:///srv/lapor/packages/store/src/embedded/a.ts')).toBe('packages/store');
  expect(at('file:///srv/lapor/node_modules/@grpc/grpc-js/build/a.js')).toBe('npm @grpc/grpc-js');
  expect(at('file:///srv/lapor/packages/store/node_modules/mingo/dist/a.js')).toBe('npm mingo');
  expect(at('node:internal/http2/core')).toBe('node http2');
  expect(at('', '(garbage collector)')).toBe('(garbage collector)');
  expect(at('', 'stringify')).toBe('built in');
});

test('own time goes to the part of the sample; idle time to none', () => {
  const frame = (functionName: string, url = '') => ({ functionName, url });
  const times = selfTimes({
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('a', 'file:///x/packages/store/src/a.ts') },
      { id: 3, callFrame: frame('b', 'file:///x/packages/store/src/b.ts') },
    ],
    samples: [1, 2, 3, 2],
    timeDeltas: [1_000, 10, 20, 30],
  });
  expect([...times]).toEqual([['packages/store', 60]]);
});

test('the services keep their database beside that of the URL', () => {
  expect(withDatabase('mongodb://a:1,b:2/?replicaSet=x', 'bench')).toBe(
    'mongodb://a:1,b:2/bench?replicaSet=x',
  );
  expect(withDatabase('mongodb+srv://u:p@a/old', 'bench')).toBe('mongodb+srv://u:p@a/bench');
});

test('fractions of writes come out right over many pieces', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 60, noNaN: true }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 50 }),
      (inserts, calls, pieces) => {
        const share = sharesOf({ inserts, appends: 0 }, calls);
        let sum = 0;
        for (let index = 0; index < pieces; index += 1) {
          for (let at = 0; at < calls; at += 1) {
            const asked = new URL(share(index, at), 'http://floor').searchParams;
            const count = Number(asked.get('inserts'));
            expect(Number.isInteger(count) && count >= 0).toBe(true);
            sum += count;
          }
        }
        expect(Math.abs(sum - inserts * pieces)).toBeLessThanOrEqual(1.001);
      },
    ),
  );
});
