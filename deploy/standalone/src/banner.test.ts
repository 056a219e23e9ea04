import { expect, test } from 'vitest';
import { banner } from './banner.ts';
import { readStandaloneConfig } from './config.ts';

const facts = {
  url: 'http://localhost:8080',
  startedInSeconds: 1.24,
  recoverySheet: '/keys/recovery-sheet.txt',
};

test('the first start tells the password, the sheet and the next step', () => {
  const text = banner({
    ...facts,
    config: readStandaloneConfig({}, []),
    firstStart: { adminPassword: 'abcd-efgh-jkmn-pqrs', chosen: false },
  });
  expect(text).toContain('ready at http://localhost:8080  (started in 1.2 s)');
  expect(text).toContain('abcd-efgh-jkmn-pqrs');
  expect(text).toContain('http://localhost:8080/masuk');
  expect(text).toContain('/keys/recovery-sheet.txt');
  expect(text).toContain('lapor -- init');
});

test('a password the operator chose is not repeated', () => {
  const text = banner({
    ...facts,
    config: readStandaloneConfig({ LAPOR_ADMIN_PASSWORD: 'hunter2 hunter2' }, []),
    firstStart: { adminPassword: 'hunter2 hunter2', chosen: true },
  });
  expect(text).toContain('LAPOR_ADMIN_PASSWORD');
  expect(text).not.toContain('hunter2');
});

test('later starts are short, and a demo or a simulated clock says so', () => {
  const config = readStandaloneConfig({ LAPOR_CLOCK: 'manual', LAPOR_CLOCK_START: '2020-01-02' }, ['--demo']);
  const text = banner({ ...facts, config, firstStart: undefined });
  expect(text).not.toContain('first start');
  expect(text).toContain('This is the demo');
  expect(text).toContain('clock is simulated');
  expect(config).toMatchObject({ dataFolder: './data/demo', keysFolder: './keys/demo' });
  expect(config.simulatedFrom?.toISOString()).toBe('2020-01-02T00:00:00.000Z');
});
