// What is so after the events up to one: processes, their sockets, the flows between them.
import { callGroup } from "./groups.js";

const mostSockets = 500;
const mostFlows = 400;

/** An address that stands for all of the machine's. */
export const wildcard = /^(0\.0\.0\.0|\[::\]|\*):/;

/** The port of an address; undefined where it has none. */
export const portOf = address => /:(\d+)$/.exec(address ?? "")?.[1];

export const other = side => (side === "client" ? "server" : "client");

export class World {
  constructor() {
    this.n = 0;
    this.processes = new Map();
    this.sockets = new Map();
    this.flows = new Map();
    this.ends = new Map();
    this.calls = {};
    this.lit = null;
    this.newest = null;
  }

  copy() {
    return Object.assign(new World(), structuredClone({ ...this, newest: null }));
  }

  apply(event) {
    this.n = event.n;
    this[event.kind]?.(event);
  }

  program(event) {
    const process = this.process(event.process);
    if (event.name) process.name = event.name;
    if (event.parent) {
      process.parent = event.parent;
      process.side ??= this.processes.get(event.parent)?.side;
      process.name ||= this.processes.get(event.parent)?.name ?? "";
    }
    if (/^(doorway )?link\b/.test(process.name)) {
      process.isLink = true;
      process.side = undefined;
    }
    if (event.step === "ended") process.ended = event.how || "ended";
    if (this.processes.size > mostSockets) {
      const gone = [...this.processes.values()].find(one => one.ended);
      if (gone) this.processes.delete(gone.process);
    }
  }

  flow(event) {
    // An address may be known better later: 127.0.0.1 where it was 0.0.0.0 before.
    const known = this.flows.get(event.flow);
    if (known) this.ends.delete(known.client);
    this.flows.set(event.flow, known ? Object.assign(known, {
      client: event.client, server: event.server,
    }) : {
      flow: event.flow, transport: event.transport, client: event.client, server: event.server,
      processes: {}, sockets: {}, messages: {}, states: null, windows: {}, active: event.n,
      open: true, lost: 0,
    });
    this.ends.set(event.client, "client");
    // Who is a client here may be a server there: a relay. The first word counts.
    if (!this.ends.has(event.server)) this.ends.set(event.server, "server");
    if (this.flows.size > mostFlows) this.forget();
  }

  forget() {
    const closed = [...this.flows.values()].find(flow => !flow.open)
      ?? this.flows.values().next().value;
    this.flows.delete(closed.flow);
    this.ends.delete(closed.client);
  }

  call(event) {
    const process = this.process(event.process);
    const socket = event.socket ? this.socket(event) : null;
    if (socket) {
      socket.processes.add(event.process);
      if (!event.waiting) this.learn(event, socket, process);
      if (event.waiting) socket.pending = { id: event.id, call: event.call, t: event.t };
      else if (socket.pending?.id === event.id) socket.pending = null;
      this.tell(event, socket, process);
    }
    if (event.range && !event.waiting) this.moved(event, process);
    this.newest = event.range ? event : this.newest;
  }

  process(number) {
    let process = this.processes.get(number);
    if (!process) {
      process = {
        process: number, name: "", parent: 0, side: undefined, ended: null, isLink: false,
      };
      this.processes.set(number, process);
    }
    return process;
  }

  socket(event) {
    let socket = this.sockets.get(event.socket);
    if (!socket) {
      socket = {
        socket: event.socket, transport: event.transport, local: null, peer: null, fd: event.fd,
        side: undefined, listening: false, waiting: 0, backlog: 0, closed: false,
        processes: new Set(), calls: {},
      };
      this.sockets.set(event.socket, socket);
      if (this.sockets.size > mostSockets) this.fold();
    }
    socket.transport ??= event.transport;
    if (event.local) socket.local = event.local;
    return socket;
  }

  // The oldest socket gives way; its calls stay counted.
  fold() {
    const old = [...this.sockets.values()].find(socket => socket.closed)
      ?? this.sockets.values().next().value;
    for (const [group, times] of Object.entries(old.calls)) {
      const key = `${old.transport} ${old.side} ${group}`;
      this.calls[key] = (this.calls[key] ?? 0) + times;
    }
    this.sockets.delete(old.socket);
  }

  learn(event, socket, process) {
    const worked = !event.error;
    const group = callGroup(event.call);
    if (group === "listen" && worked) {
      socket.listening = true;
      this.take(socket, process, "server");
    } else if (group === "connect") {
      socket.peer = event.peer ?? socket.peer;
      this.take(socket, process, "client");
    } else if (group === "accept") {
      this.take(socket, process, "server");
    } else if (group === "bind" && worked && /:\d*[1-9]\d*$/.test(event.local ?? "")) {
      socket.bound = true;
    } else if (group === "close" && worked) {
      socket.closed = true;
      socket.pending = null;
      for (const flow of this.flows.values()) {
        if (flow.sockets.client === socket.socket || flow.sockets.server === socket.socket) {
          flow.open = false;
        }
      }
    }
    const made = event.made?.socket;
    if (group === "accept" && worked && made) {
      const conversation = this.socket({
        socket: made, transport: event.transport, local: event.local, fd: event.result });
      conversation.peer = event.peer;
      conversation.processes.add(event.process);
      this.take(conversation, process, "server");
    }
  }

  take(socket, process, side) {
    socket.side = side;
    if (!process.isLink) process.side ??= side;
    for (const flow of this.flows.values()) {
      if (flow[side] === socket.local && flow[other(side)] === socket.peer) {
        flow.sockets[side] = socket.socket;
        flow.processes[side] = process.process;
      }
    }
  }

  /** The socket that a server has opened to all, where a flow has come to; null for none that is
   *  known. */
  doorOf(flow) {
    const port = /:\d+$/.exec(flow.server ?? "")?.[0];
    if (!port || flow.transport.startsWith("unix") || flow.refused) return null;
    return [...this.sockets.values()].find(socket => !socket.closed && socket.local
      && socket.transport === flow.transport && (socket.listening || socket.bound)
      && (socket.local === flow.server
        || (wildcard.test(socket.local) && socket.local.endsWith(port)))) ?? null;
  }

  tell(event, socket, process) {
    const group = callGroup(event.call);
    if (process.isLink) return;
    // A call that waited was counted then, if its socket was known.
    if (!event.waited?.told) socket.calls[group] = (socket.calls[group] ?? 0) + 1;
    event.told = true;
    this.lit = {
      group, transport: socket.transport, side: socket.side ?? process.side, n: event.n,
      call: event.call,
    };
  }

  moved(event, process) {
    const flow = this.flows.get(event.range.flow);
    if (!flow) return;
    const group = callGroup(event.call);
    const side = group === "accept" ? "server"
      : group === "receive" ? other(event.range.from) : event.range.from;
    if (group === "accept") return;
    flow.processes[side] = process.process;
    flow.sockets[side] = event.socket;
    flow.active = event.n;
    const socket = this.sockets.get(event.socket);
    if (socket) {
      socket.side = side;
      if (!process.isLink) process.side = side;
    }
    if (event.range.length > 0 && event.text) this.message(flow, event);
  }

  message(flow, event) {
    const old = flow.messages[event.range.from];
    if (old && old.range.offset === event.range.offset && old.range.length >= event.range.length) {
      return;
    }
    // What is received now was sent before the newest.
    if (old?.range.offset > event.range.offset && callGroup(event.call) === "receive") return;
    flow.messages[event.range.from] = {
      n: event.n, range: event.range, text: event.text, lost: null,
    };
  }

  frame(event) {
    if (!event.range) return;
    const flow = this.flows.get(event.range.flow);
    if (!flow) return;
    flow.active = event.n;
    if (event.marks?.includes("refusal")) flow.refused = true;
    else if (event.range.from === "server") flow.refused = false;
    if (event.states) {
      flow.states = event.states;
      flow.open = event.states.client !== "CLOSED" && event.states.server !== "CLOSED"
        && event.states.client !== "TIME-WAIT";
    }
    if (event.protocol === "tcp") flow.windows[event.range.from] = event.window ?? 0;
    if (event.range.length > 0) {
      this.message(flow, event);
      this.newest = event;
    }
  }

  fate(event) {
    const flow = this.flows.get(event.range?.flow);
    if (!flow || !event.loss) return;
    flow.lost++;
    const message = flow.messages[event.range.from];
    if (message?.range.offset === event.range.offset) message.lost = event.words;
  }

  queue(event) {
    const socket = this.sockets.get(event.socket);
    if (socket) Object.assign(socket, { waiting: event.waiting ?? 0, backlog: event.backlog ?? 0 });
  }

  /** Whose socket made a call: "client", "server", the "link" between, or undefined while that
   *  can't be told. */
  sideOf(event) {
    const process = this.processes.get(event.process);
    if (process?.isLink) return "link";
    return this.sockets.get(event.socket)?.side ?? process?.side;
  }

  /** Who sent a frame. */
  senderOf(event) {
    return event.range?.from ?? event.from ?? this.ends.get(event.source)
      ?? (this.ends.has(event.destination) ? other(this.ends.get(event.destination)) : "client");
  }

  /** How often each call was made: "tcp server accept" to a number. */
  counts() {
    const counts = { ...this.calls };
    for (const socket of this.sockets.values()) {
      const process = this.processes.get([...socket.processes][0]);
      if (process?.isLink) continue;
      const side = socket.side ?? process?.side;
      for (const [group, times] of Object.entries(socket.calls)) {
        const key = `${socket.transport} ${side} ${group}`;
        counts[key] = (counts[key] ?? 0) + times;
      }
    }
    return counts;
  }
}
