import { z } from 'zod';

/** RFC 9457 problem details; `code` is stable, `detail` is in the language of the request. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string().describe('Stable: what programs decide by.'),
  detail: z.string().describe('A sentence for people, in the language of the request.'),
  traceId: z.string().describe('The same as in `X-Trace-ID`: finds it in the logs.'),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .optional()
    .describe('The facts of the sentence.'),
  errors: z
    .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
    .optional()
    .describe('What exactly is wrong in the request: the path of a field, a stable code, and a phrase in the language of the request.'),
});
export type Problem = z.infer<typeof problemSchema>;
