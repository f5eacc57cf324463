import { describe } from './common/describe.js';
import { OpenVINOError } from './errors.js';
import { nativeAddon } from './native.js';
import { currentRuntime } from './runtime.js';

/**
 * Told of each message that OpenVINO logs: the library's own line, without the line break at its end.
 *
 * @category Runtime
 * @example
 * ```ts
 * const lines: string[] = [];
 * const keep: LogHandler = (message) => lines.push(message);
 * setLogHandler(keep);
 * ```
 */
export type LogHandler = (message: string) => void;

/**
 * Gives OpenVINO's log messages to a function, instead of printing them. Which messages there are is a matter of the property
 * LOG_LEVEL of a device, of `OPENVINO_LOG_LEVEL` and of how the library was built.
 *
 * The log is one for the whole process: the handlers of all threads that have one are told of every message. OpenVINO's
 * threads never wait for a handler: it is called when the event loop turns, so after a synchronous call that blocks it. Of more
 * than 10,000 messages that wait, the later ones are dropped, and a message says how many. What a handler throws becomes an
 * uncaught exception, and what an asynchronous one rejects with an unhandled rejection. A handler keeps no process alive.
 *
 * @category Runtime
 * @param handler Null for no messages at all; left out or undefined for OpenVINO's default, the standard output.
 * @throws OpenVINOError `NOT_SUPPORTED_BY_RUNTIME` before OpenVINO 2025.4, `INVALID_ARGUMENT`, and as {@link loadRuntime}.
 * @example
 * ```ts
 * setLogHandler((message) => console.error(message));
 * await core.compileModel(model, 'AUTO:CPU', { LOG_LEVEL: 'LOG_DEBUG' });
 * setLogHandler();
 * ```
 */
export function setLogHandler(handler?: LogHandler | null): void {
  if (typeof handler !== 'function' && handler !== null && handler !== undefined) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `A log handler is a function, null for no messages, or undefined for OpenVINO's default, not ${describe(handler)}.`,
    );
  }
  const { native } = currentRuntime();
  nativeAddon().setLogHandler(
    native,
    typeof handler === 'function' ? (messages, dropped) => tell(handler, messages, dropped) : handler,
  );
}

function tell(handler: LogHandler, messages: readonly string[], dropped: number): void {
  const lines = messages.map((message) => message.replace(/\r?\n$/, ''));
  if (dropped > 0) lines.push(`${dropped} more messages were dropped: they came faster than the event loop turned.`);
  for (const line of lines) {
    try {
      handler(line);
    } catch (error) {
      // one message's failure must not lose the others'
      process.nextTick(() => {
        throw error;
      });
    }
  }
}
