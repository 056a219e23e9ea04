/** Values of a Prometheus page by name; labelled values of one name are added up. */
export type Metrics = ReadonlyMap<string, number>;

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{.*\})? (\S+)/;

export function parseMetrics(page: string): Metrics {
  const values = new Map<string, number>();
  for (const line of page.split('\n')) {
    const [, name, value] = LINE.exec(line) ?? [];
    if (name !== undefined) values.set(name, (values.get(name) ?? 0) + Number(value));
  }
  return values;
}

/** What a server process has done and used since it started. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Write operations of the database. */
  readonly operations: number;
  /** Groups they were committed in: one fsync each. */
  readonly commits: number;
  readonly published: number;
  /** Events that wait for a consumer. */
  readonly lag: number;
  readonly residentBytes: number;
}

export function usageIn(metrics: Metrics): Usage {
  const value = (name: string) => metrics.get(name) ?? 0;
  return {
    cpuSeconds: value('process_cpu_seconds_total'),
    operations: value('lapor_sqlite_operations_total'),
    commits: value('lapor_sqlite_commits_total'),
    published: value('lapor_events_published_total'),
    lag: value('lapor_events_lag'),
    residentBytes: value('process_resident_memory_bytes'),
  };
}
