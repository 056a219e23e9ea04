import type { Logger } from 'pino';
import { runInTrace } from '../telemetry/trace.ts';

/** The recurring work of one service. */
export interface Periodic {
  /** Runs `work` every so often, never twice at once; errors are logged and it goes on. */
  every(everyMilliseconds: number, name: string, work: () => Promise<void>): void;
  /** Runs everything once, now, and resolves when it is done: after a simulated clock was moved. */
  runAll(): Promise<void>;
  /** Starts nothing more; resolves when what is running is done. */
  stop(): Promise<void>;
}

interface Task {
  readonly name: string;
  readonly work: () => Promise<void>;
  timer: NodeJS.Timeout | undefined;
  running: Promise<void> | undefined;
}

export function createPeriodic(log: Logger): Periodic {
  const tasks: Task[] = [];
  let stopped = false;

  const attempt = async (task: Task): Promise<void> => {
    try {
      await task.work();
    } catch (error) {
      log.error({ err: error, task: task.name }, 'recurring work failed');
    }
  };

  const run = (task: Task): Promise<void> => {
    // Cleared by `finally`, so always after the assignment, even when the work fails before its first await.
    task.running ??= runInTrace(undefined, () => attempt(task)).finally(() => {
      task.running = undefined;
    });
    return task.running;
  };

  return {
    every(everyMilliseconds, name, work) {
      const task: Task = { name, work, timer: undefined, running: undefined };
      tasks.push(task);
      task.timer = setInterval(() => {
        if (!stopped) void run(task);
      }, everyMilliseconds);
      task.timer.unref();
    },
    async runAll() {
      // What was running may have read the clock before it moved.
      await allDone(tasks);
      if (!stopped) await Promise.all(tasks.map(run));
    },
    async stop() {
      stopped = true;
      for (const { timer } of tasks) clearInterval(timer);
      await allDone(tasks);
    },
  };
}

async function allDone(tasks: readonly Task[]): Promise<void> {
  await Promise.all(tasks.map((task) => task.running ?? Promise.resolve()));
}
