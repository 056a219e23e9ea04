import type { Logger } from 'pino';
import { runInTrace } from '../telemetry/trace.ts';

export type RecurringWork = (stopping: AbortSignal) => Promise<void>;

/** The recurring work of one service. */
export interface Periodic {
  /** As `Platform.every`. */
  every(everyMilliseconds: number, name: string, work: RecurringWork): void;
  /** Runs everything once, now, and resolves when it is done: after a simulated clock was moved. */
  runAll(): Promise<void>;
  /** Starts nothing more; resolves when what is running is done. */
  stop(): Promise<void>;
}

interface Task {
  readonly name: string;
  readonly work: RecurringWork;
  timer: NodeJS.Timeout | undefined;
  running: Promise<void> | undefined;
}

export function createPeriodic(log: Logger): Periodic {
  const tasks: Task[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;

  const attempt = async (task: Task): Promise<void> => {
    try {
      await task.work(signal);
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
        if (!signal.aborted) void run(task);
      }, everyMilliseconds);
      task.timer.unref();
    },
    async runAll() {
      // What was running may have read the clock before it moved.
      await allDone(tasks);
      if (!signal.aborted) await Promise.all(tasks.map(run));
    },
    async stop() {
      stopping.abort();
      for (const { timer } of tasks) clearInterval(timer);
      await allDone(tasks);
    },
  };
}

async function allDone(tasks: readonly Task[]): Promise<void> {
  await Promise.all(tasks.map((task) => task.running ?? Promise.resolve()));
}
