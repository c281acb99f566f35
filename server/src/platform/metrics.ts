/** Prometheus metrics. No label is ever a user or an address: unbounded labels break Prometheus. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics(version: string) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const info = new Gauge({ name: 'system_info', help: 'Version of the running program', labelNames: ['version', 'node'], registers });
  info.set({ version, node: process.version }, 1);
  return {
    registry,
    parsed: new Counter({ name: 'posts_parsed_total', help: 'Visits to sources by outcome', labelNames: ['kind', 'status'] as const, registers }),
    parsing: new Histogram({
      name: 'parsing_duration_seconds',
      help: 'Time of a visit to a source',
      labelNames: ['kind'] as const,
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
      registers,
    }),
    queries: new Counter({ name: 'rag_queries_total', help: 'Searches by outcome', labelNames: ['status'] as const, registers }),
    queryTime: new Histogram({
      name: 'rag_query_duration_seconds',
      help: 'Time of a search',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    embeddings: new Counter({ name: 'embeddings_generated_total', help: 'Embeddings made', labelNames: ['provider'] as const, registers }),
    embeddingTime: new Histogram({
      name: 'embedding_generation_duration_seconds',
      help: 'Time of a batch of embeddings',
      labelNames: ['provider'] as const,
      registers,
    }),
    jobs: new Histogram({
      name: 'job_duration_seconds',
      help: 'Time of a job',
      labelNames: ['queue', 'status'] as const,
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120],
      registers,
    }),
    queueLength: new Gauge({ name: 'queue_jobs', help: 'Jobs by queue and state', labelNames: ['queue', 'state'] as const, registers }),
    postsInQueue: new Gauge({ name: 'posts_in_queue_total', help: 'Posts that wait for the index of meanings', registers }),
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time of an HTTP request',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    sockets: new Gauge({ name: 'live_connections', help: 'Open live connections', registers }),
    pool: new Gauge({ name: 'database_connections', help: 'Connections of the pool by state', labelNames: ['state'] as const, registers }),
  };
}
