import process from 'node:process';

/** Says on stderr what is going on: one line that counts up on a terminal, a line per stage elsewhere. */
export interface Progress {
  stage(title: string): void;
  /** One more, or so many. */
  step(by?: number): void;
  end(): void;
}

const SHOW_EVERY_MILLISECONDS = 200;
/** Where nothing can be overwritten. */
const TELL_EVERY_MILLISECONDS = 30_000;

export function createProgress(stages: number, out: NodeJS.WriteStream = process.stderr): Progress {
  let nth = 0;
  let title = '';
  let count = 0;
  let shown = 0;

  function show(): void {
    shown = performance.now();
    out.write(`\r\u001B[K[${nth}/${stages}] ${title}${count > 0 ? ` … ${count}` : ' …'}`);
  }

  return {
    stage(next) {
      if (out.isTTY && nth > 0) out.write('\n');
      nth += 1;
      title = next;
      count = 0;
      if (out.isTTY) show();
      else out.write(`[${nth}/${stages}] ${title}\n`);
      shown = performance.now();
    },
    step(by = 1) {
      count += by;
      const since = performance.now() - shown;
      if (out.isTTY && since > SHOW_EVERY_MILLISECONDS) show();
      if (!out.isTTY && since > TELL_EVERY_MILLISECONDS) {
        shown = performance.now();
        out.write(`[${nth}/${stages}] ${title} … ${count}\n`);
      }
    },
    end() {
      if (out.isTTY) out.write('\n');
    },
  };
}
