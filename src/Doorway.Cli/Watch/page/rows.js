// The rows of the ladder: each event in its order, cause and effect in one row where they follow
// one another (a call, the frame that it sent, the call that received it).
import { other } from "./flows.js";
import { callGroup, when } from "./groups.js";

const causes = new Set(["send", "connect", "close", "shutdown"]);
const effects = new Set(["receive", "accept", "connect"]);

/**
 * A row: what the client does, what is between, what the server does, or one wide line. `last` is
 * the number of its newest event.
 */
export class Rows {
  constructor(store, accepts) {
    this.store = store;
    this.accepts = accepts;
    this.framesSeen = true;
    this.clear();
  }

  clear() {
    this.list = [];
    this.windows = new Map();
    this.states = new Map();
  }

  rebuild() {
    this.clear();
    for (const event of this.store.events) this.add(event);
  }

  add(event) {
    if (event.kind === "frame") this.measure(event);
    if (event.kind === "flow" || event.kind === "queue" || !this.accepts(event)) return;
    this[event.kind]?.(event);
  }

  push(event, slots) {
    const row = { n: event.n, last: event.n, t: when(event), ...slots };
    row.windows = this.windowsAt(event);
    this.list.push(row);
    return row;
  }

  join(row, event, slots) {
    Object.assign(row, slots);
    row.last = event.n;
    row.windows = this.windowsAt(event) ?? row.windows;
  }

  windowsAt(event) {
    if (event.transport === "udp" || ["program", "output"].includes(event.kind)) return null;
    return this.windows.get(event.range?.flow ?? this.flow) ?? null;
  }

  // Processes come and go without a socket, dozens of them where a shell starts a program: what
  // follows one another of these is one row.
  program(event) {
    event.isFolded = event.step === "signalled" && event.how === "SIGCHLD";
    if (event.isFolded) return;
    const row = this.list.at(-1);
    const isQuiet = event.step !== "started"
      && this.store.world.sideOf(event) === undefined;
    if (isQuiet && row?.quiet) {
      row.quiet.at(-1).isFolded = true;
      row.quiet.push(event);
      this.join(row, event, { call: event });
    } else {
      this.push(event, { call: event, quiet: isQuiet ? [event] : undefined });
    }
  }

  output(event) {
    this.push(event, { call: event });
  }

  notice(event) {
    this.push(event, { wide: event });
  }

  call(event) {
    const side = this.store.world.sideOf(event);
    const row = this.list.at(-1);
    const group = callGroup(event.call);
    const hasFrames = this.framesSeen && !event.transport?.startsWith("unix");
    if (!hasFrames) this.infer(event, side, group);
    else if (side && effects.has(group) && !event.waiting && this.follows(row, event, side)) {
      this.join(row, event, { [side]: event });
    } else {
      this.push(event, { call: event });
    }
  }

  // A call follows a frame that came to its side and carried what it returns.
  follows(row, event, side) {
    const frame = row?.between;
    if (!frame || frame.kind !== "frame" || row[side] || row.call === event) return false;
    if (row.call && this.store.world.sideOf(row.call) === side) return false;
    const towards = other(this.store.world.senderOf(frame));
    if (towards !== side) return false;
    if (!event.range?.length) return frame.range?.length === 0 && bare(event, frame);
    return overlaps(event.range, frame.range);
  }

  // Where no frame was seen, what was received must have been on its way.
  infer(event, side, group) {
    const from = event.range?.from;
    const received = group === "receive" && event.range && !event.waiting;
    const accepted = group === "accept" && !event.waiting && !event.error;
    if (!received && !accepted) {
      this.push(event, { call: event });
      return;
    }
    const between = { kind: "inferred", n: event.n, range: event.range, from: from ?? "client",
      text: event.text, transport: event.transport, isOpening: accepted };
    const row = this.list.at(-1);
    const isNext = row?.call && row.call.kind === "call" && !row.between
      && overlaps(row.call.range, event.range);
    if (side === "link") {
      this.push(event, { between });
      this.push(event, { call: event });
    } else if (isNext && side) this.join(row, event, { between, [side]: event });
    else this.push(event, { between, [side ?? "server"]: event });
  }

  frame(event) {
    const row = this.list.at(-1);
    const from = this.store.world.senderOf(event);
    const call = row?.call;
    const changed = this.changedStates(event);
    const isNext = call?.kind === "call" && !row.between && !call.waiting
      && causes.has(callGroup(call.call)) && this.store.world.sideOf(call) === from
      && (event.range?.length > 0 ? overlaps(call.range, event.range) : bare(call, event));
    if (isNext) this.join(row, event, { between: event, changed });
    else this.push(event, { between: event, changed });
  }

  fate(event) {
    if (event.change) {
      this.push(event, { wide: event });
      return;
    }
    const row = this.list.at(-1);
    const isNext = event.loss && row?.call && !row.between && overlaps(row.call.range, event.range)
      && this.store.world.sideOf(row.call) !== "link";
    if (isNext) {
      this.join(row, event, { between: event });
    } else {
      this.push(event, { between: event });
    }
  }

  changedStates(event) {
    if (!event.states) return null;
    const flow = event.range?.flow;
    const old = this.states.get(flow) ?? {};
    this.states.set(flow, event.states);
    const changed = {};
    for (const side of ["client", "server"]) {
      if (event.states[side] !== old[side]) changed[side] = event.states[side];
    }
    return changed;
  }

  // The receive windows of a flow after a frame, each beside the largest of its side so far.
  measure(event) {
    const flow = event.range?.flow;
    if (event.protocol !== "tcp" || !flow) return;
    // A reset tells of no room, and of none that is missing.
    if (/RST/.test(event.flags ?? "")) return;
    const from = event.range.from;
    const old = this.windows.get(flow) ?? { most: {} };
    const size = event.window ?? 0;
    this.windows.set(flow, {
      ...old, [from]: size, most: { ...old.most, [from]: Math.max(old.most[from] ?? 1, size) },
    });
    this.flow = flow;
  }

  /** How many rows have begun by an event. */
  countUpTo(number) {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.list[middle].n <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

// A call and a frame without bytes, of one flow as far as is known.
function bare(call, frame) {
  return !call.range || (call.range.length === 0 && call.range.flow === frame.range?.flow);
}

/** Whether two ranges of one side of a flow have bytes in common. */
export function overlaps(one, two) {
  return Boolean(one && two && one.flow === two.flow && one.from === two.from
    && one.offset < two.offset + two.length && two.offset < one.offset + one.length);
}
