/** Turns any picture into a small WebP without metadata, in processes of their own that come and go with the work. */
import { fork, type ChildProcess } from 'node:child_process';
import { AppError } from '../../platform/errors.ts';
import { createSlots } from '../../platform/slots.ts';
import { sniffImage } from './sniff-image.ts';

export interface DecodeRequest {
  bytes: Uint8Array;
  width: number;
}

export type DecodeAnswer = { bytes: Uint8Array } | { problem: 'too_large' | 'unreadable' };

export interface ImageDecoder {
  /**
   * WebP, at most `width` wide and twice as high, upright, never enlarged, the first frame only.
   * @throws AppError `body_undecodable` for what is not a picture, `body_too_large` for a bomb, `too_complex` when the
   * process died or took too long: perhaps of the machine's making, and no word about the picture
   */
  convert(bytes: Uint8Array, width: number): Promise<Uint8Array>;
  close(): void;
}

export interface ImageDecoderOptions {
  /** Pictures decoded at once. */
  processes?: number;
  timeoutMs?: number;
  /** A process without work for this long is ended: it holds some 60 MB. */
  idleMs?: number;
  /** What the processes run. */
  program?: URL;
}

export function createImageDecoder(options: ImageDecoderOptions = {}): ImageDecoder {
  const { processes = 2, timeoutMs = 10_000, idleMs = 20_000, program = new URL('./decode-child.ts', import.meta.url) } = options;
  const slots = createSlots(processes);
  const idle: { child: ChildProcess; timer: NodeJS.Timeout }[] = [];

  function takeChild(): ChildProcess {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (kept.child.connected) return hold(kept.child);
    }
    // Nothing of the program's environment: no key, no address of a database.
    return fork(program, { serialization: 'advanced', stdio: 'ignore', env: {}, execArgv: [] });
  }

  function keepChild(child: ChildProcess): void {
    child.unref();
    child.channel?.unref();
    idle.push({ child, timer: setTimeout(() => child.kill('SIGKILL'), idleMs).unref() });
  }

  return {
    async convert(bytes, width) {
      if (sniffImage(bytes) === null) throw unreadable();
      const release = await slots.take();
      const child = takeChild();
      try {
        const answer = await ask(child, { bytes, width }, timeoutMs);
        keepChild(child);
        if ('bytes' in answer) return answer.bytes;
        throw answer.problem === 'too_large' ? new AppError('body_too_large', { limit: '40 megapixels' }) : unreadable();
      } finally {
        release();
      }
    },
    close() {
      for (const { child, timer } of idle.splice(0)) {
        clearTimeout(timer);
        child.kill('SIGKILL');
      }
    },
  };
}

/** One question, one answer. @throws AppError `too_complex`; the process is ended then. */
function ask(child: ChildProcess, request: DecodeRequest, timeoutMs: number): Promise<DecodeAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
      child.on('error', () => {});
      finish();
    };
    const giveUp = () => {
      child.kill('SIGKILL');
      settle(() => reject(new AppError('too_complex')));
    };
    const timer = setTimeout(giveUp, timeoutMs);
    child.once('message', (answer) => settle(() => resolve(answer as DecodeAnswer)));
    child.once('exit', giveUp);
    child.once('error', giveUp);
    child.send(request, (error) => {
      if (error) giveUp();
    });
  });
}

function hold(child: ChildProcess): ChildProcess {
  child.ref();
  child.channel?.ref();
  return child;
}

function unreadable(): AppError {
  return new AppError('body_undecodable', { reason: 'not_a_picture' });
}
