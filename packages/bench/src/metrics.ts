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

/** What is measured has done and used this since it started. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Write operations of the database. */
  readonly operations: number;
  /** Groups they were committed in: one fsync each. */
  readonly commits: number;
  readonly published: number;
  /** Goes on as long as something is being brought about. */
  readonly effects: number;
  /** Events that wait for a consumer. */
  readonly lag: number;
  readonly residentBytes: number;
  /** Published events are among the operations of the database. */
  readonly busInDatabase: boolean;
  /** Marks of the relay are written so long after the last effect. */
  readonly trailMilliseconds: number;
}

/** Of the one process of the embedded profile. */
export function usageIn(metrics: Metrics): Usage {
  const value = (name: string) => metrics.get(name) ?? 0;
  const operations = value('lapor_sqlite_operations_total');
  return {
    cpuSeconds: value('process_cpu_seconds_total'),
    operations,
    commits: value('lapor_sqlite_commits_total'),
    published: value('lapor_events_published_total'),
    effects: operations,
    lag: value('lapor_events_lag'),
    residentBytes: value('process_resident_memory_bytes'),
    busInDatabase: true,
    trailMilliseconds: 2_250,
  };
}
