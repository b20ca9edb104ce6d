// The program's log: one line per event, on standard error, so that standard output carries answers only.

import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { LogLevel } from '../config.js';

export type { Logger };

/** A logger that writes plain lines for people, coloured only on a terminal. */
export function createLog(level: LogLevel, colour: boolean): Logger {
  return pino(
    { level, base: null },
    pretty({ destination: 2, sync: true, colorize: colour, translateTime: 'SYS:yyyy-mm-dd HH:MM:ss', singleLine: true }),
  );
}
