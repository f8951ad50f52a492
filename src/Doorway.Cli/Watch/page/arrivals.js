// Datagrams that were sent, and not received though their receiver was watched. Nobody tells of
// such a one: it is told by what came after it, and taken back where it arrives late after all.
import { other, portOf, wildcard } from "./flows.js";
import { callGroup } from "./groups.js";

const most = 512;

export class Arrivals {
  constructor(world) {
    this.world = world;
    this.sent = new Map();
  }

  /** Looks at an event after the world has; it and others may be marked with `missed`, the number
   *  of the event from which on that is known. */
  look(event) {
    // Among what was left out may be its arrival.
    if (event.missing) this.sent.clear();
    else if (event.kind === "call" && !event.waiting) this.call(event);
    else if (event.kind === "frame" && event.protocol === "udp") this.send(event);
    else if (event.kind === "frame" && event.protocol === "icmp") this.refuse(event);
    else if (event.kind === "fate" && event.range?.datagram) this.forget(event.range);
    else if (event.kind === "program" && event.step === "ended") this.end(event);
  }

  call(event) {
    const group = callGroup(event.call);
    if (event.transport !== "udp" || event.error) return;
    if (group === "send") this.send(event);
    else if (group === "receive" && event.range) this.receive(event);
    else if (group === "close") this.close(event.socket, event.n);
  }

  list(range) {
    const key = `${range.flow} ${range.from}`;
    if (!this.sent.has(key)) {
      this.sent.set(key, []);
      if (this.sent.size > most) this.sent.delete(this.sent.keys().next().value);
    }
    return this.sent.get(key);
  }

  send(event) {
    const { range } = event;
    if (!range?.datagram) return;
    const list = this.list(range);
    // Several at once (sendmmsg) are known by their frames alone.
    const known = list.findLast(one => one.datagram === range.datagram);
    if (known) known.events.push(event);
    else if (range.datagram > (list.newest ?? 0)) {
      list.newest = range.datagram;
      list.push({ datagram: range.datagram, events: [event] });
      if (list.length > most) list.shift();
    }
  }

  forget(range) {
    const list = this.list(range);
    const last = range.offset + range.length;
    for (let i = list.length - 1; i >= 0; i--) {
      const one = list[i].events[0].range;
      if (one.datagram !== range.datagram && !(one.offset >= range.offset && one.offset < last)) {
        continue;
      }
      mark(list[i], undefined);
      list.splice(i, 1);
    }
  }

  // What was sent to a socket before it has arrived before it, or not at all.
  receive(event) {
    this.forget(event.range);
    for (const one of this.list(event.range)) {
      if (one.datagram < event.range.datagram) mark(one, event.n);
    }
  }

  refuse(event) {
    if (!event.range) return;
    const list = this.sent.get(`${event.range.flow} ${other(event.range.from)}`) ?? [];
    const one = list.find(sent => !sent.events[0].missed);
    if (one) mark(one, event.n);
  }

  // Nobody will read what is still in its queue.
  close(number, n) {
    const socket = this.world.sockets.get(number);
    const port = portOf(socket?.local);
    if (!port) return;
    for (const list of this.sent.values()) {
      for (const one of list) {
        const target = this.target(one.events[0]);
        const isIts = target === socket.local
          || (wildcard.test(socket.local) && portOf(target) === port);
        if (isIts && !one.events[0].missed) mark(one, n);
      }
    }
  }

  target(event) {
    const flow = this.world.flows.get(event.range.flow);
    return event.destination ?? flow?.[other(event.range.from)] ?? event.peer;
  }

  end(event) {
    for (const socket of this.world.sockets.values()) {
      const isLast = socket.processes.has(event.process) && [...socket.processes].every(
        one => one === event.process || this.world.processes.get(one)?.ended);
      if (socket.transport === "udp" && !socket.closed && isLast) {
        this.close(socket.socket, event.n);
      }
    }
  }
}

function mark(one, n) {
  for (const event of one.events) event.missed = n;
}

/** Whether, by an event, a datagram is known not to have arrived. */
export const isMissed = (event, upTo) => event.missed <= upTo;
