import { afterEach, describe, expect, test } from 'vitest';
import { runLaporCommand, startLaporCommand } from './cli-run.ts';
import { startPlatform } from './start-platform.ts';
import type { Environment, Platform } from './platform.ts';

const PASSWORD = 'sandi admin simulasi';

let platform: Platform | undefined;
afterEach(() => platform?.remove());

async function startFor(env: Environment): Promise<Platform> {
  platform = await startPlatform({
    env: {
      LAPOR_ADMIN_PASSWORD: PASSWORD,
      LAPOR_ADMIN_PASSWORD_ONE_TIME: 'false',
      LAPOR_LOG_LEVEL: 'error',
      ...env,
    },
  });
  return platform;
}

const simulated = (day: string) => startFor({ LAPOR_CLOCK: 'manual', LAPOR_CLOCK_START: day });
const as = (on: Platform) => ({ env: { LAPOR_URL: on.url, LAPOR_PASSWORD: PASSWORD } });

/** LAPOR!, boxes and direct are counted apart, and each adds up. */
async function channelsOf2020(on: Platform): Promise<readonly number[]> {
  const counts: number[] = [];
  for (const channel of ['web', 'suggestion_box', 'face_to_face']) {
    const query = `from=2020-01-01&to=2020-06-30&asOf=2020-11-10T10:00:00Z&channel=${channel}`;
    const { json } = await on.request('GET', `/api/v1/reports/summary?${query}`);
    const { figures } = json as { figures: { received: number; done: number; inProcess: number } };
    expect(figures.done + figures.inProcess).toBe(figures.received);
    counts.push(figures.received);
  }
  return counts;
}

describe('the past of the founding documents', () => {
  test.each([
    [
      'bp-batam-2020-s1',
      '2019-12-30',
      [
        ['received', '476'],
        ['done', '439'],
        ['inProcess', '37'],
      ],
    ],
    [
      'pemko-batam-2023',
      '2022-12-30',
      [
        ['received', '526'],
        ['firstFollowUpFromReceipt.mean', '1.9'],
        ['completionPercent', '96.2'],
      ],
    ],
    [
      'pemko-batam-2024-01-05',
      '2023-12-30',
      [
        ['received', '256'],
        ['firstFollowUpFromReceipt.mean', '1.1'],
      ],
    ],
  ] as const)('%s comes out of case histories', { timeout: 600_000 }, async (name, day, figures) => {
    const on = await simulated(day);
    const { code, out, err } = await runLaporCommand(['simulate', name], as(on));
    expect(code, out + err).toBe(0);
    for (const [figure, value] of figures)
      expect(out).toMatch(new RegExp(`✓ ${figure.replace('.', '\\.')} +${value} `));
    expect(out).not.toContain('✗');
    expect(err).toMatch(/░+ \d+\/\d+, about \d+ s left/);
    const [, seconds] = /in (\d+) s/.exec(out) ?? [];
    process.stdout.write(`${name}: ${seconds} s\n`);
    if (name === 'bp-batam-2020-s1') expect(await channelsOf2020(on)).toEqual([204, 118, 154]);
    // Nothing is stuck behind a fault, and nobody was told of one.
    expect(on.said()).not.toMatch(/"level":"?(50|error)/);
  });
});

describe('what a simulation cannot run on', () => {
  const run = async (words: readonly string[], env: Environment) => {
    const { code, err, out } = await runLaporCommand(['simulate', ...words], { env });
    return { code, first: err.split('\n')[0], out };
  };

  test('is said in a line', async () => {
    const help = await runLaporCommand(['simulate', '--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const words of ['bp-batam-2020-s1', 'LAPOR_CLOCK=manual', '--government'])
      expect(help.out).toContain(words);

    const on = await startFor({});
    const { env } = as(on);
    const unknown = await run(['atlantis-2020'], env);
    expect(unknown.code).toBe(2);
    expect(unknown.first).toMatch(
      /no scenario atlantis-2020; there are bp-batam-2020-s1, pemko-batam-2023, /,
    );
    const nothing = await run([], env);
    expect(nothing).toMatchObject({ code: 2, first: 'lapor simulate: the scenario is missing' });
    const running = await run(['bp-batam-2020-s1'], env);
    expect(running.code).toBe(1);
    expect(running.first).toContain("the platform's clock cannot be set");
    expect(running.first).toContain('LAPOR_CLOCK=manual');
    const wrong = await run(['bp-batam-2020-s1'], { ...env, LAPOR_PASSWORD: 'bukan sandi yang benar' });
    expect(wrong.code).toBe(1);
    expect(wrong.first).toMatch(/password/);
    const nobody = await run(['bp-batam-2020-s1'], { ...env, LAPOR_URL: 'http://127.0.0.1:9' });
    expect(nobody.first).toContain('no platform answers at http://127.0.0.1:9');
  });

  test('a clock that is past the scenario, and an interruption', async () => {
    const late = await simulated('2024-01-01');
    const past = await run(['bp-batam-2020-s1'], as(late).env);
    expect(past.code).toBe(1);
    expect(past.first).toContain("the platform's clock cannot be set (now: must not be before 2024-01-01T");
    const going = startLaporCommand(['simulate', 'pemko-batam-2024-01-05'], as(late));
    await going.until('░');
    await going.until('s left');
    going.interrupt();
    const { code, err } = await going.ended;
    expect(code).toBe(130);
    expect(err).toContain('stopped in the middle: run it again on a new data folder');
  });
});
