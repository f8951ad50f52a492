// The calls of TCP beside those of UDP: which side makes them, how often, and why they differ.
import { byId, html } from "./dom.js";
import { plain } from "./text.js";

const columns = [["tcp", "client"], ["tcp", "server"], ["udp", "client"], ["udp", "server"]];
const table = [
  ["socket", "1111", "Everybody begins with a socket: a door without an address. "
    + "SOCK_STREAM makes it TCP, SOCK_DGRAM makes it UDP."],
  ["bind", "0101", "A server takes a port that clients know. A client need not: the kernel gives "
    + "it a free one when it connects or sends."],
  ["listen", "0100", "TCP only: this socket is for welcoming. From now on the kernel itself does "
    + "the handshake and queues who came. UDP has nobody to welcome."],
  ["connect", "1000", "TCP shakes hands here: SYN, SYN ACK, ACK. UDP sends at once; connect would "
    + "only note the address."],
  ["accept", "0100", "TCP only: takes one client out of the queue and makes a socket for it "
    + "alone. The welcoming socket stays open. UDP serves all clients through one."],
  ["send", "1111", "TCP: bytes into the stream; the peer is known. UDP (sendto): one datagram, "
    + "its address given each time."],
  ["receive", "1111", "TCP: bytes as they come, boundaries are not kept; 0 means the other side "
    + "has finished. UDP (recvfrom): one whole datagram, and who sent it."],
  ["wait", "1111", "poll, select, epoll: waits for several sockets at a time."],
  ["shutdown", "1100", "TCP only: nothing more will be sent (FIN); receiving goes on."],
  ["close", "1111", "TCP says so with a FIN. UDP says nothing: the other side never learns of it."],
];

export class Calls {
  constructor() {
    this.body = byId("calls-body");
    this.why = byId("calls-why");
    this.rows = new Map(table.map(([group, uses, why]) => [group, this.row(group, uses, why)]));
    this.body.append(...[...this.rows.values()].map(row => row.element));
    this.body.addEventListener("mouseleave", () => this.explain(null));
  }

  row(group, uses, why) {
    const cells = columns.map(([transport, side], i) => html("td", {
      class: `${side} ${uses[i] === "1" ? "" : "never"}`, "data-column": `${transport} ${side}`,
    }, uses[i] === "1" ? "·" : "–"));
    const element = html("tr", {
      tabindex: "0", onmouseenter: () => this.explain(group), onfocus: () => this.explain(group),
      onblur: () => this.explain(null),
    }, html("th", { scope: "row" }, group), cells);
    return { element, cells, uses, why };
  }

  explain(group) {
    this.asked = group;
    this.words(group ?? this.current ?? "socket");
  }

  words(group) {
    const row = this.rows.get(group);
    if (!row) return;
    this.why.replaceChildren(html("b", {}, plain(group)), ": ", row.why);
  }

  draw(world) {
    if (world.n === this.drawn) return;
    this.drawn = world.n;
    const counts = world.counts();
    const lit = world.lit;
    for (const [group, row] of this.rows) {
      row.cells.forEach((cell, i) => {
        const [transport, side] = columns[i];
        const times = counts[`${transport} ${side} ${group}`] ?? 0;
        const text = times > 0 ? short(times) : row.uses[i] === "1" ? "·" : "–";
        if (cell.textContent !== text) cell.textContent = text;
        const isLit = lit?.group === group && lit.transport === transport && lit.side === side;
        cell.classList.toggle("lit", isLit);
        cell.classList.toggle("made", times > 0);
      });
    }
    if (lit && this.rows.has(lit.group) && lit.group !== this.current) {
      this.current = lit.group;
      if (!this.asked) this.words(lit.group);
    }
  }
}

function short(times) {
  return times < 1000 ? String(times) : times < 1e6 ? `${Math.floor(times / 1000)}k`
    : `${Math.floor(times / 1e6)}M`;
}
