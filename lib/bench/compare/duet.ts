import type { Outcome } from '../run/executor.js';
import type { SliceTotals, Turn, TurnReply } from '../run/protocol.js';

/** Starts a process; it is asked by `send` after each of its replies. The outcome is undefined where it was interrupted. */
export type StartPlayer = (
  onTurn: (reply: TurnReply, send: (turn: Turn) => void) => void,
) => Promise<Outcome | undefined>;

/** What came of a pair of processes. */
export interface DuetOutcome {
  /** In the order of the starters. */
  readonly outcomes: readonly [Outcome | undefined, Outcome | undefined];
  /** FPS of the second starter's process by that of the first's, slice by slice, as far as both came. */
  readonly ratios: readonly number[];
}

export interface DuetOptions {
  readonly sliceMs: number;
  /** Slices of each of the two. */
  readonly slices: number;
  /** Which of the two is loaded first and has the first slice. */
  readonly first: 0 | 1;
  /** Told after each slice what that process has done so far. */
  readonly onSlice?: (player: 0 | 1, done: number, elapsedMs: number) => void;
}

/**
 * Measures two processes in turns. Both are loaded, one after the other, then one of them runs for a slice while the other
 * idles: first, second, second, first, and so on, so that neither profits from what gets steadily faster or slower.
 */
export async function runDuet(
  starters: readonly [StartPlayer, StartPlayer],
  options: DuetOptions,
): Promise<DuetOutcome> {
  const { sliceMs, slices, first, onSlice } = options;
  const order = first === 0 ? ([0, 1] as const) : ([1, 0] as const);
  const players: Player[] = [];
  for (const which of order) {
    const player = new Player(starters[which]);
    players[which] = player;
    // the second one is loaded all the same: where the first has failed, both have an outcome
    await player.next();
  }
  const [one, other] = players as [Player, Player];
  const totals: [SliceTotals[], SliceTotals[]] = [[], []];
  for (const which of turnsOf(order, slices)) {
    const reply = await (which === 0 ? one : other).ask({ kind: 'slice', timeMs: sliceMs });
    if (reply?.kind !== 'sliced') break;
    totals[which].push(reply.totals);
    onSlice?.(which, sum(totals[which], 'count'), sum(totals[which], 'totalMs'));
  }
  for (const player of players) player.say({ kind: 'finish' });
  const outcomes = [await one.outcome, await other.outcome] as const;
  return { outcomes, ratios: ratiosOf(totals) };
}

/** ABBA: in each two slices the order turns round. */
function turnsOf(order: readonly [0 | 1, 0 | 1], slices: number): (0 | 1)[] {
  return Array.from({ length: slices }, (_, slice) =>
    slice % 2 === 0 ? order : ([order[1], order[0]] as const),
  ).flat();
}

function ratiosOf([first, second]: readonly [readonly SliceTotals[], readonly SliceTotals[]]): number[] {
  const ratios = second
    .slice(0, first.length)
    .map((totals, slice) => speed(totals) / speed(first[slice] as SliceTotals));
  // a clock that stood still tells no speed
  return ratios.filter((ratio) => ratio > 0 && Number.isFinite(ratio));
}

function speed({ frames, totalMs }: SliceTotals): number {
  return frames / totalMs;
}

function sum(totals: readonly SliceTotals[], key: keyof SliceTotals): number {
  return totals.reduce((all, each) => all + each[key], 0);
}

/** One of the two processes, as a conversation. */
class Player {
  readonly outcome: Promise<Outcome | undefined>;
  #send: ((turn: Turn) => void) | undefined;
  #replied: (reply: TurnReply | undefined) => void = () => {};
  #reply: Promise<TurnReply | undefined>;

  constructor(start: StartPlayer) {
    this.#reply = this.#expect();
    this.outcome = start((reply, send) => {
      this.#send = send;
      this.#replied(reply);
    });
    const over = (): void => {
      this.#send = undefined;
      this.#replied(undefined);
    };
    this.outcome.then(over, over);
  }

  /** What it says next; undefined where it has ended. */
  next(): Promise<TurnReply | undefined> {
    return this.#reply;
  }

  say(turn: Turn): void {
    this.#send?.(turn);
  }

  async ask(turn: Turn): Promise<TurnReply | undefined> {
    if (this.#send === undefined) return undefined;
    this.#reply = this.#expect();
    this.#send(turn);
    return this.#reply;
  }

  #expect(): Promise<TurnReply | undefined> {
    return new Promise((resolve) => {
      this.#replied = resolve;
    });
  }
}
