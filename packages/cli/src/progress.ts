/** Where a long command is: a bar on a terminal, a line every tenth elsewhere. On stderr, so that output stays clean. */
export interface Progress {
  step(count?: number, label?: string): void;
  /** A line of its own above the bar. */
  note(line: string): void;
  end(): void;
}

const WIDTH = 30;

export function createProgress(
  title: string,
  total: number,
  out: NodeJS.WriteStream = process.stderr,
): Progress {
  const startedAt = performance.now();
  let done = 0;
  let label = '';
  let shownTenth = -1;

  function line(): string {
    const share = total === 0 ? 1 : done / total;
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
    const seconds = (performance.now() - startedAt) / 1_000;
    const left = done > 0 ? Math.round((seconds / done) * (total - done)) : 0;
    return `${title} ${bar} ${done}/${total}${left > 1 ? `, about ${left} s left` : ''}${label && `  ${label}`}`;
  }

  function show(): void {
    if (out.isTTY) out.write(`\r\u001B[K${line().slice(0, out.columns - 1)}`);
    else {
      const tenth = total === 0 ? 10 : Math.floor((10 * done) / total);
      if (tenth === shownTenth) return;
      shownTenth = tenth;
      out.write(`${line()}\n`);
    }
  }

  show();
  return {
    step(count = 1, now = '') {
      done += count;
      label = now;
      show();
    },
    note(text) {
      out.write(out.isTTY ? `\r\u001B[K${text}\n` : `${text}\n`);
      show();
    },
    end() {
      if (out.isTTY) out.write('\n');
    },
  };
}
