import { once } from 'node:events';
import { createServer } from 'node:net';
import { loadDemoComplaints } from '@lapor/agency-directory';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import { AppError } from '@lapor/kernel';
import { hostAll, simulatedClock } from '@lapor/runtime';
import type { Logger, RunningHost, SimulatedClock } from '@lapor/runtime';
import { services } from '../services.ts';
import { readProgress, writeProgress } from './demo-progress.ts';
import type { DemoProgress } from './demo-progress.ts';
import { openFrontDoor } from './front-door.ts';
import type { FrontDoor } from './front-door.ts';
import { enterDemoGovernments, openOffices } from './offices.ts';
import { DAY, dayOf } from './office-time.ts';
import { createPlayer } from './play-story.ts';
import type { Player, Stage } from './play-story.ts';
import type { Scene, Story } from './story.ts';
import { writeStory } from './write-story.ts';

/** Of every officer of the demo but the national admin. It is told to everybody, and only ever set in a demo. */
export const DEMO_PASSWORD = 'mencoba-lapor';

export interface DemoOptions {
  readonly dataFolder: string;
  readonly keysFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The present, to which the stories lead. */
  readonly now: Date;
  readonly log: Logger;
  /** Shows the operator a text. */
  readonly tell: (text: string) => void;
}

/**
 * Fills a new installation with the demo's governments and cases. The services run for it on a clock that walks through
 * the last weeks, on a port nobody knows; everything comes in where it always does. Cut short, it goes on where it was.
 */
export async function loadDemo(options: DemoOptions): Promise<void> {
  const { dataFolder, tell } = options;
  const progress = readProgress(dataFolder, options.now.getTime());
  if (progress.done) return;
  tell('  Demo: entering Kota Batam and BP Batam, their units and officers …');
  const complaints = loadDemoComplaints();
  const oldest = Math.min(...complaints.map(({ occurredOn }) => Date.parse(occurredOn)));
  const newest = Math.max(...complaints.map(({ occurredOn }) => Date.parse(occurredOn)));
  const begin = dayOf(progress.now - (newest - oldest) - 3 * DAY);
  const clock = simulatedClock(new Date(progress.playedUntil ?? begin));
  const port = await freePort();
  const host = await hostAll({ ...options, services, clock, env: loadingEnv(options.env, port) });
  try {
    const channels = openChannels(host);
    const { directory, routing } = channels;
    await enterDemoGovernments(directory, DEMO_PASSWORD);
    const frontDoor = openFrontDoor(`http://127.0.0.1:${port}`, DEMO_PASSWORD);
    const offices = await openOffices(directory);
    const stories = await writeStories(frontDoor, progress.now, newest);
    const stage: Stage = { frontDoor, offices, routing, settled: () => clock.settled() };
    await playAll(stage, stories, { ...options, progress, clock });
    channels.close();
  } finally {
    await host.stop();
  }
  writeProgress(dataFolder, { ...progress, done: true });
}

/** As the operator set them, but for a platform that nobody reaches and that writes to nobody. */
function loadingEnv(env: DemoOptions['env'], port: number): DemoOptions['env'] {
  return {
    ...env,
    LAPOR_PORT: String(port),
    LAPOR_HOST: '127.0.0.1',
    LAPOR_LIMITS: 'off',
    LAPOR_SMTP_URL: undefined,
    LAPOR_SMS_URL: undefined,
  };
}

function openChannels(host: RunningHost) {
  const directory = openChannel({ address: host.address('directory') });
  const routing = openChannel({ address: host.address('routing') });
  return {
    directory: createClient(DirectoryService, directory),
    routing: createClient(RoutingService, routing),
    close() {
      directory.close();
      routing.close();
    },
  };
}

async function writeStories(frontDoor: FrontDoor, now: number, newest: number): Promise<readonly Story[]> {
  const groups = await frontDoor.groups();
  const newestDay = new Date(newest).toISOString().slice(0, 10);
  const groupOf = (code: string | undefined) => (code === undefined ? undefined : groups.get(code));
  return loadDemoComplaints().map((complaint) => writeStory(complaint, { now, newestDay, groupOf }));
}

interface Run extends DemoOptions {
  readonly progress: DemoProgress;
  readonly clock: SimulatedClock;
}

/** A minute after four: offices have just closed. */
const CLOSING = (16 * 60 + 1) * 60_000;

/** When offices have just closed, which is when most limits end; what comes later is looked after at midnight. */
function lookAfter(at: number): number {
  const closing = dayOf(at) + CLOSING;
  return at < closing ? closing : dayOf(at) + DAY;
}

/** Walks through the calendar, day by day: each scene at its time, and at the close of each day whatever was due. */
async function playAll(stage: Stage, stories: readonly Story[], run: Run): Promise<void> {
  const { clock, dataFolder, progress, tell } = run;
  const toPlay = stories
    .flatMap((story) => {
      const player = createPlayer(stage, story);
      return story.scenes.map((scene) => ({ scene, player, id: story.complaint.id }));
    })
    .filter(({ scene }) => scene.at >= (progress.playedUntil ?? 0))
    .sort((a, b) => a.scene.at - b.scene.at);
  const parts = Map.groupBy(toPlay, ({ scene }) => lookAfter(scene.at));
  const ended = new Set<string>();
  let played = 0;
  let told = 0;
  for (const [end, scenes] of parts) {
    for (const { scene, player, id } of scenes) {
      clock.set(new Date(scene.at));
      if (!ended.has(id) && !(await playOne(player, scene, id, run.log))) ended.add(id);
    }
    const evening = Math.min(end, progress.now);
    clock.set(new Date(evening));
    await clock.settled();
    writeProgress(dataFolder, { ...progress, playedUntil: evening });
    played += scenes.length;
    if (played / toPlay.length >= told / 10) {
      tell(`  Demo: ${Math.round((100 * played) / toPlay.length)} % of what happened in the last weeks …`);
      told = Math.floor((10 * played) / toPlay.length) + 1;
    }
  }
}

/** Whether the story goes on. Where the platform refuses it ends, and the demo is no worse. */
async function playOne(player: Player, scene: Scene, id: string, log: Logger): Promise<boolean> {
  try {
    return await player.play(scene);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn({ err: error, demoComplaint: id, act: scene.act.do }, 'a story of the demo ends early');
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null)
    throw new AppError('internal', 'there is no free port');
  return address.port;
}
