// Application view: processes as boxes, their sockets as doors, and the newest message of each
// flow, from process to process.
import { notArrived } from "./arrow.js";
import { byId, svg } from "./dom.js";
import { portOf } from "./flows.js";
import { messageSpansSvg } from "./message.js";
import { plain, program, script } from "./text.js";

const lineHeight = 46;
const headHeight = 28;
const gap = 10;
const mostLines = 12;

export class Application {
  constructor(selection, filter) {
    Object.assign(this, { selection, filter });
    this.scroller = byId("application");
    this.room = this.scroller.clientWidth;
    new ResizeObserver(sizes => {
      this.room = sizes[0].contentRect.width;
      selection.changed();
    }).observe(this.scroller);
  }

  draw(world, now) {
    this.now = now;
    const waits = [...world.sockets.values()].some(socket => socket.pending);
    const width = Math.max(620, this.room - 4);
    const state = `${world.n} ${width} ${this.selection.version} ${this.filter.version} ${
      waits ? Math.floor(now / 100) : 0}`;
    if (state === this.drawn) return;
    this.drawn = state;
    const { lines, left } = this.lines(world);
    const hasLink = Boolean(this.legOf);
    this.box = Math.min(300, Math.round(width * (hasLink ? 0.245 : 0.29)));
    this.width = width;
    this.placeLines(lines);
    const height = Math.max(120, this.bottom + (left > 0 ? 26 : 0));
    const picture = svg("svg", { width, height, role: "img", "aria-label": summary(lines) });
    picture.append(...this.boxes(lines, world, "client"), ...this.boxes(lines, world, "server"));
    if (hasLink) picture.append(this.link(height, world));
    for (const line of lines) picture.append(this.line(line, lines));
    if (left > 0) {
      picture.append(svg("text", { x: width / 2, y: height - 9, class: "note", "text-anchor":
        "middle" }, `and ${left === 1 ? "one flow" : `${left} flows`} more`));
    }
    this.scroller.replaceChildren(picture);
    this.reveal(lines);
    byId("application-empty").hidden = lines.length > 0;
  }

  // Where something happens now comes into sight.
  reveal(lines) {
    const newest = lines.filter(line => line.flow && line.client != null)
      .sort((one, two) => two.flow.active - one.flow.active)[0];
    if (!newest || newest.flow.flow === this.revealed) return;
    this.revealed = newest.flow.flow;
    const { scrollTop, clientHeight } = this.scroller;
    const top = newest.y.client - headHeight;
    const bottom = newest.y.client + lineHeight + gap;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (bottom > scrollTop + clientHeight) this.scroller.scrollTop = bottom - clientHeight;
  }

  // One line for a listening socket, a flow, or a process that has neither yet.
  lines(world) {
    const flows = [...world.flows.values()].filter(flow => this.filter.acceptsFlow(flow));
    const open = flows.filter(flow => flow.open);
    const kept = new Set([...open.slice(-mostLines),
      ...flows.slice(-Math.max(1, mostLines - open.length))].slice(0, mostLines));
    const lines = [];
    for (const socket of world.sockets.values()) {
      const process = [...socket.processes][0];
      if (!socket.closed && !world.processes.get(process)?.isLink
        && (socket.listening || (socket.side === "server" && socket.bound))) {
        lines.push({ socket, server: process, order: 0 });
      }
    }
    for (const flow of flows) if (kept.has(flow)) lines.push(this.flowLine(flow, world));
    const drawn = new Set(lines.flatMap(line => [line.client, line.server]));
    for (const process of world.processes.values()) {
      const quiet = drawn.has(process.process) || process.isLink || process.ended
        || (!process.name && !process.side);
      if (!quiet) lines.push({ [process.side ?? "client"]: process.process, order: 2 });
    }
    lines.sort((one, two) => byKey(one.server, two.server) || byKey(transport(one), transport(two))
      || one.order - two.order || byKey(one.client, two.client));
    return { lines: lines.slice(0, mostLines + 4), left: flows.length - kept.size };
  }

  flowLine(flow, world) {
    const leg = this.legOf?.(flow) ?? null;
    // Nobody has taken it yet: it waits at the door that it came to.
    const door = flow.processes.server != null || leg === "left" ? null : world.doorOf(flow);
    return {
      flow, leg, order: 1, isWaiting: Boolean(door?.listening),
      client: leg === "right" ? null : flow.processes.client ?? `c${flow.flow}`,
      server: leg === "left" ? null : flow.processes.server ?? [...door?.processes ?? "s"][0],
      clientSocket: world.sockets.get(flow.sockets.client),
      serverSocket: world.sockets.get(flow.sockets.server)
        ?? (flow.transport === "udp" && door ? door : undefined),
    };
  }

  // Boxes of one side follow one another, each below its own head.
  placeLines(lines) {
    const next = { client: 4, server: 4 };
    const last = {};
    for (const line of lines) {
      line.y = {};
      for (const side of ["client", "server"]) {
        if (line[side] == null) continue;
        if (last[side] !== line[side]) {
          next[side] += headHeight + (last[side] === undefined ? 0 : gap);
          last[side] = line[side];
        }
        line.y[side] = next[side];
        if (!(side === "server" && sharedDoor(line, lines))) next[side] += lineHeight;
      }
    }
    this.bottom = Math.max(next.client, next.server) + 8;
  }

  boxes(lines, world, side) {
    const x = side === "client" ? 2 : this.width - this.box - 2;
    const groups = [];
    for (const line of lines) {
      if (line[side] == null) continue;
      if (groups.at(-1)?.key !== line[side]) groups.push({ key: line[side], lines: [] });
      groups.at(-1).lines.push(line);
    }
    return groups.map(group => {
      const process = world.processes.get(group.key);
      const y = group.lines[0].y[side] - headHeight + 2;
      const own = group.lines.filter(line => side === "client" || !sharedDoor(line, lines));
      const height = Math.max(...own.map(line => line.y[side])) + lineHeight - y;
      const name = process ? nameOf(process, Math.floor((this.box - 24) / 8.8))
        : group.lines.every(line => line.flow?.refused) ? "nobody is there" : "not watched";
      return svg("g", { class: `process ${side} ${process?.ended ? "ended" : ""}` },
        svg("rect", { x, y, width: this.box, height, rx: 8 }),
        svg("text", { x: x + 12, y: y + 21, class: "name" }, name));
    });
  }

  line(line, lines) {
    return line.flow ? this.flow(line, lines)
      : line.socket ? this.listening(line) : svg("g", {}, this.note(line, "no socket yet"));
  }

  note(line, words) {
    const x = line.server != null ? this.width - this.box + 22 : 14;
    const y = line.y.server ?? line.y.client;
    return svg("text", { x, y: y + 24, class: "note" }, words);
  }

  listening(line) {
    const { socket } = line;
    const x = this.width - this.box - 2;
    const kind = socket.listening ? "listening" : socket.pending ? "" : "one door for all clients";
    const waiting = socket.waiting > 0 ? `, ${socket.waiting} waiting` : "";
    const people = [];
    for (let i = 0; i < Math.min(socket.waiting, 8); i++) {
      people.push(svg("circle",
        { cx: x - 24 - i * 18, cy: line.y.server + 22, r: 7, class: "waiting" }));
    }
    const words = `${socket.pending ? "" : socket.transport} ${kind}${waiting}`;
    return svg("g", { class: "listening" }, people,
      this.door("server", line.y.server, socket.local, words, socket));
  }

  flow(line, lines) {
    const { flow } = line;
    const middle = this.width / 2;
    const left = line.leg === "right" ? middle + 44 : this.box + 16;
    const right = line.leg === "left" ? middle - 44 : this.width - this.box - 16;
    const shared = sharedDoor(line, lines);
    const end = (shared ? shared.y : line.y).server ?? line.y.client;
    const begin = line.y.client ?? end;
    const states = flow.states ?? {};
    // Level as far as the message goes, then down to the server's door.
    const bend = begin === end ? right : right - Math.min(70, (right - left) * 0.2);
    const y = begin + 21;
    const points = `${left},${y} ${bend},${y} ${right},${end + 21}`;
    return svg("g", { class: `flow ${flow.transport} ${flow.open ? "" : "closed"}` },
      svg("polyline", { points, class: "way" }),
      line.client == null ? null : this.door("client", begin, flow.client,
        `${flow.transport} ${plain(states.client ?? "")}`, line.clientSocket),
      line.server == null || shared ? null : this.door("server", end, flow.server,
        line.isWaiting && flow.open ? "waits to be accepted"
          : `${flow.transport} ${plain(states.server ?? "")}`, line.serverSocket),
      this.message(flow, "client", left, bend, y - 5),
      this.message(flow, "server", left, bend, y + 17));
  }

  door(side, y, address, words, socket) {
    const isClient = side === "client";
    const x = isClient ? this.box - 4 : this.width - this.box - 9;
    const textX = isClient ? this.box - 14 : this.width - this.box + 18;
    const anchor = isClient ? "end" : "start";
    return svg("g", { class: `door ${side}` },
      svg("rect", { x, y: y + 5, width: 13, height: 32, rx: 2 }),
      svg("circle", { cx: isClient ? x + 3.5 : x + 9.5, cy: y + 22, r: 1.8, class: "knob" }),
      svg("text", { x: textX, y: y + 18, class: "address", "text-anchor": anchor },
        plain(address ?? "no address yet", 40)),
      svg("text", { x: textX, y: y + 36, class: "note", "text-anchor": anchor },
        socket?.listening || !socket?.pending ? words.trim() : null, this.wait(socket)));
  }

  // A call that blocks, while it does.
  wait(socket) {
    if (!socket?.pending) return null;
    const { call, t } = socket.pending;
    const seconds = ((this.now - t) / 1000).toFixed(1);
    return svg("tspan", { class: "blocks" },
      `${socket.listening ? ", " : ""}${plain(call)} waits ${seconds} s`);
  }

  message(flow, from, left, right, y) {
    const message = flow.messages[from];
    if (!message) return null;
    const isMarked = this.selection.covers(message.range) || message.n === this.selection.n;
    const end = message.lost ? " ✕ lost" : this.isMissed(message) ? ` ✕ ${notArrived}` : "";
    const most = Math.max(3, Math.floor((right - left) / 9.2) - 5 - end.length);
    const arrow = from === "client" ? [null, " →"] : ["← ", null];
    const lost = end ? svg("tspan", { class: "lost" }, end) : null;
    return svg("text", {
      x: (left + right) / 2, y, "text-anchor": "middle",
      class: `message ${from} ${isMarked ? "marked" : ""}`,
      choose: { n: message.n, range: message.range },
    }, arrow[0], messageSpansSvg(message, this.selection, most), arrow[1], lost);
  }

  link(height, world) {
    const x = this.width / 2 - 44;
    const ports = new Set([...world.sockets.values()].filter(socket => !socket.closed
      && (socket.listening || socket.bound)
      && [...socket.processes].some(one => world.processes.get(one)?.isLink))
      .map(socket => portOf(socket.local)).filter(port => port));
    return svg("g", { class: "process link" },
      svg("rect", { x, y: 6, width: 88, height: height - 16, rx: 8 }),
      svg("text", { x: this.width / 2, y: 27, class: "name", "text-anchor": "middle" }, "link"),
      ports.size > 0 ? svg("text", { x: this.width / 2, y: 47, class: "note", "text-anchor":
        "middle" }, `port ${[...ports].slice(0, 2).join(", ")}`.slice(0, 11)) : null);
  }
}

// A name, and how its process ended, in so many characters: what runs it ("python3") goes first.
function nameOf(process, room) {
  const end = !process.ended ? ""
    : process.ended === "exited with 0" ? " · ended"
      : ` · ${plain(process.ended, 18).replace("exited with", "exit")}`;
  const name = program(process.name || `process ${process.process}`);
  const most = room - end.length;
  const short = name.length > most ? script(name) : name;
  return (short.length > most ? `${short.slice(0, most - 1)}…` : short) + end;
}

const transport = line => (line.socket ?? line.flow)?.transport ?? "x";

function byKey(one, two) {
  return String(one ?? "").localeCompare(String(two ?? ""), "en", { numeric: true });
}

// One UDP socket serves all its clients: their ways end at the same door.
function sharedDoor(line, lines) {
  if (line.flow?.transport !== "udp" || line.leg) return null;
  return lines.find(one => one.socket && one.socket === line.serverSocket) ?? null;
}

function summary(lines) {
  const flows = lines.filter(line => line.flow).map(line =>
    `${line.flow.transport} from ${line.flow.client} to ${line.flow.server}`);
  return plain(`Processes and their sockets. ${flows.join("; ")}`, 600);
}
