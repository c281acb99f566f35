/** What is asked of the mock, and how it refuses. */
export interface MockRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
}
export class MockProblem extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const json = <T>(request: MockRequest): T => JSON.parse(request.body || '{}') as T;

export const state = { signedIn: true, eventId: 1 };
