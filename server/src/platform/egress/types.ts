/** The shapes of `platform/egress`. */

/** What is asked for: decides the `Accept` header and how large the answer may be. */
export type EgressKind = 'feed' | 'page' | 'preview' | 'image';

export interface EgressLimits {
  /** Bytes of an answer, over the wire and unpacked. */
  feed: number;
  page: number;
  preview: number;
  image: number;
  json: number;
  /** From the first look-up to the last byte, over all redirects, milliseconds. Slow answers are cut here. */
  totalMs: number;
  /** Name, TCP and TLS together. */
  connectMs: number;
  /** From the request to the end of the answer's header. */
  headersMs: number;
  /** Longest silence within a body. */
  idleMs: number;
  redirects: number;
  /** Sockets to one origin, and in all. */
  perOrigin: number;
  sockets: number;
}

export interface GetOptions {
  kind: EgressKind;
  /** What is known from the last time: an unchanged answer comes back as 304 with an empty body. */
  headers?: { etag?: string | null; lastModified?: string | null };
  signal?: AbortSignal;
  /** In place of the limit of `kind`. */
  maxBytes?: number;
}

export interface EgressAnswer {
  status: 200 | 304;
  /** Lower-case names; only those that readers need. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** Where the answer came from, after all redirects. */
  finalUrl: string;
  /** Where the address has moved for good (an unbroken run of 301/308 from the start), or null. */
  permanentUrl: string | null;
  etag: string | null;
  lastModified: string | null;
  /** The site's wish for the next visit, seconds. */
  retryAfter: number | null;
  maxAge: number | null;
}

export interface PostJsonOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal;
  maxBytes?: number;
  /** In place of `totalMs`. */
  timeoutMs?: number;
}

export interface JsonAnswer {
  /** Any status; redirects are not followed. */
  status: number;
  /** The parsed answer; undefined when it is not JSON. */
  json: unknown;
  retryAfter: number | null;
}

export interface OpenOptions {
  /** First byte wanted: asks for the rest (206) of something already half there. */
  from?: number;
  /** Only if it is still the same (`If-Range`). */
  ifRange?: string | null;
  maxBytes: number;
  signal?: AbortSignal;
  /** In place of `totalMs`: large files take long. Silence is still cut at `idleMs`. */
  timeoutMs?: number;
}

/** An answer that is read piece by piece. The caller reads to the end or calls `close`. */
export interface OpenAnswer {
  status: 200 | 206;
  /** Size of what follows, when the server says. */
  size: number | null;
  etag: string | null;
  finalUrl: string;
  chunks: AsyncIterable<Uint8Array>;
  close(): void;
}

export interface Egress {
  /**
   * Reads an address to its end.
   * @throws AppError address_invalid, address_port, address_credentials, address_blocked, host_not_found, connection_failed, tls_failed, timeout,
   * too_many_redirects, http_error, http_not_found, gone, needs_login, source_rate_limited, body_too_large, body_undecodable
   */
  get(url: string, options: GetOptions): Promise<EgressAnswer>;
  /** Sends JSON and reads JSON. The same errors, but a status is returned, not thrown. */
  postJson(url: string, body: unknown, options?: PostJsonOptions): Promise<JsonAnswer>;
  /** Opens a large file, not unpacked. The same errors as `get`. */
  open(url: string, options: OpenOptions): Promise<OpenAnswer>;
  /** The address in its normal form, when its own form lets it be opened. @throws AppError `address_invalid` or `address_blocked` */
  check(url: string): string;
  /** Sockets open or being opened. */
  readonly sockets: number;
  /** Ends all requests and sockets. */
  close(): Promise<void>;
}
