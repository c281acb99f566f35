import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['server/**/*.test.ts', 'emulators/**/*.test.ts', 'bench/**/*.test.ts', 'web/src/**/*.test.ts', 'web/src/**/*.test.tsx', 'scripts/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['server/test/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes in its own time on a busy machine; a second is no sign of anything.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    // Modules are loaded once a worker instead of once a file, which was a fifth of the time; none of them keeps what a test could change.
    isolate: false,
    unstubGlobals: true,
    restoreMocks: true,
  },
});
