// Real view: one frame as it was on the wire, every header field in its place over its bytes.
import { marksOf } from "./arrow.js";
import { byId, html } from "./dom.js";
import { byteOf } from "./select.js";
import { outcome } from "./transport.js";
import { bytesOf, characters, count, duration, plain } from "./text.js";

const perRow = 16;
const mostBytes = 512;

export class Real {
  constructor(store, selection, time) {
    Object.assign(this, { store, selection, time });
    this.grid = byId("real-bytes");
    this.info = byId("real-info");
    this.cache = new Map();
    this.grid.addEventListener("keydown", event => this.key(event));
  }

  /** The event to be shown: the chosen, or the frame that carries what is chosen. */
  target() {
    const { n, range } = this.selection;
    const chosen = n ? this.store.find(n) : null;
    if (chosen?.kind === "frame") return chosen;
    if (range) {
      const frame = this.frameOf(range);
      if (frame) return frame;
    }
    if (chosen) return chosen;
    return range ? null : this.newestFrame();
  }

  frameOf(range) {
    const events = this.store.events;
    for (let i = this.store.indexAfter(this.time.at) - 1; i >= 0; i--) {
      if (events[i].kind === "frame" && this.selection.covers(events[i].range)) return events[i];
    }
    return null;
  }

  newestFrame() {
    const events = this.store.events;
    const end = this.store.indexAfter(this.time.at) - 1;
    for (let i = end; i >= Math.max(0, end - 200); i--) {
      if (events[i].kind === "frame") return events[i];
    }
    return null;
  }

  draw() {
    const event = this.target();
    const { n, range } = this.selection;
    const chosen = `${this.why} ${event?.n} ${n} ${JSON.stringify(range)}`;
    if (chosen === this.drawn) return;
    // While much happens, what nobody has chosen changes twice a second.
    const hurries = !this.selection.n && performance.now() - (this.drawnAt ?? -1000) < 500;
    if (hurries) {
      this.later ??= setTimeout(() => {
        this.later = null;
        this.selection.changed();
      }, 500);
      return;
    }
    this.drawn = chosen;
    this.drawnAt = performance.now();
    if (event) this.load(event);
    else this.empty();
  }

  async load(event) {
    this.wanted = event.n;
    let full = this.cache.get(event.n);
    if (!full) {
      const answer = await fetch(`./event/${event.n}`).catch(() => null);
      full = answer?.ok ? await answer.json() : { event, bytes: event.text ?? "", fields: [] };
      full.raw = bytesOf(full.bytes);
      this.cache.set(event.n, full);
      if (this.cache.size > 50) this.cache.delete(this.cache.keys().next().value);
    }
    if (this.wanted === event.n) this.show(event, full);
  }

  empty() {
    this.wanted = 0;
    this.grid.replaceChildren(html("p", { class: "hint" },
      this.why
        ? `No frames are seen: ${this.why.replace(/\.$/, "")}. Choose a call to see its bytes.`
        : "A frame appears here as soon as one is seen, or chosen."));
    this.info.replaceChildren();
  }

  show(event, full) {
    const isFrame = event.kind === "frame";
    const active = document.activeElement?.dataset?.at;
    const hadFocus = this.grid.contains(document.activeElement);
    const fields = isFrame ? full.fields ?? [] : [];
    this.payloadAt = isFrame ? payloadOf(event, fields, full.raw.length) : 0;
    this.event = event;
    const rows = this.rowsToShow(full.raw.length, event);
    this.grid.replaceChildren(
      ...rows.flatMap(([from, to]) => this.part(full.raw, fields, from, to)));
    if (full.raw.length === 0) {
      this.grid.append(html("p", { class: "hint" }, event.waiting
        ? "This call waits: it has not moved any bytes yet." : "There are no bytes here."));
    }
    if (full.raw.length > (rows.at(-1)?.[1] ?? 0) || rows.length > 1) {
      this.grid.append(html("p", { class: "hint" },
        `${count(full.raw.length)} bytes in all; the others are not drawn.`));
    }
    this.explain(event, fields, isFrame);
    if (hadFocus) this.grid.querySelector(`[data-at="${active}"]`)?.focus({ preventScroll: true });
    this.grid.querySelector(".marked")?.scrollIntoView({ block: "nearest" });
  }

  // The first bytes, and where the chosen byte is when it is beyond them.
  rowsToShow(length, event) {
    const first = [0, Math.min(length, mostBytes)];
    const range = this.selection.range;
    if (!range || !event.range || !this.selection.isByte) return [first];
    const at = this.payloadAt + range.offset - event.range.offset;
    if (at < mostBytes || at >= length) return [first];
    const from = Math.max(mostBytes, at - at % perRow - 2 * perRow);
    return [[0, 128], [from, Math.min(length, from + 6 * perRow)]];
  }

  part(raw, fields, from, to) {
    const rows = [];
    for (let at = from; at < to; at += perRow) rows.push(this.row(raw, fields, at));
    return rows;
  }

  row(raw, fields, at) {
    const end = Math.min(raw.length, at + perRow);
    const row = html("div", { class: "bytes-row", role: "row" },
      html("span", { class: "offset" }, at));
    for (const field of fields) this.field(row, raw, field, at, end);
    this.texts(row, raw, at, end);
    for (let i = at; i < end; i++) row.append(this.byte(raw, fields, i, at));
    return row;
  }

  field(row, raw, field, at, end) {
    const from = Math.max(field.bit, at * 8);
    const to = Math.min(field.bit + field.bits, end * 8);
    if (from >= to) return;
    const isFirst = from === field.bit;
    const element = html("button", {
      class: `field ${layerClass(field.layer)} ${isFirst ? "" : "continued"} ${
        field.bits === 1 && bitOf(raw, field.bit) ? "set" : ""}`, type: "button",
      tabindex: "-1", title: `${plain(field.name)}: ${plain(field.value)}`,
      onclick: () => this.tell(field), onmouseenter: () => this.tell(field),
      onfocus: () => this.tell(field),
    }, fieldText(field, to - from));
    element.style.gridColumn = `${2 + from - at * 8} / ${2 + to - at * 8}`;
    row.append(element);
  }

  // Over the payload stands its text.
  texts(row, raw, at, end) {
    if (this.event.kind === "frame" && this.payloadAt >= end) return;
    const start = Math.max(this.payloadAt, at);
    const before = Math.max(this.payloadAt, start - 3);
    for (const one of characters(raw.subarray(before, end), perRow + 4)) {
      const place = before + one.at;
      if (place < start) continue;
      const element = html("span", { class: `character ${one.escape ? "escape" : ""}` }, one.text);
      element.style.gridColumn = `${2 + (place - at) * 8} / span ${
        8 * Math.min(one.length, end - place)}`;
      row.append(element);
    }
  }

  byte(raw, fields, i, at) {
    const range = this.event.range && i >= this.payloadAt
      && i - this.payloadAt < this.event.range.length
      ? byteOf(this.event.range, i - this.payloadAt) : null;
    const isMarked = range && this.selection.isByte && this.selection.covers(range);
    const own = fields.filter(one => one.bit < i * 8 + 8 && one.bit + one.bits > i * 8);
    const field = own[0];
    const layer = field ? layerClass(field.layer) : i < this.payloadAt ? "header" : "payload";
    const element = html("button", {
      class: `octet ${layer} ${isMarked ? "marked" : ""}`, type: "button", "data-at": i,
      tabindex: i === (this.at ?? 0) ? "0" : "-1", role: "gridcell",
      "aria-label": `byte ${i}: ${raw[i].toString(16).padStart(2, "0")}${
        own.map(one => `, ${plain(one.name)}`).join("")}`,
      choose: range ? { n: this.event.n, range } : null,
      onfocus: () => this.tell(...own), onmouseenter: () => this.tell(...own),
    }, raw[i].toString(16).padStart(2, "0"));
    element.style.gridColumn = `${2 + (i - at) * 8} / span 8`;
    return element;
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perRow, ArrowDown: perRow }[event.key];
    const at = Number(document.activeElement?.dataset?.at);
    if (!step || Number.isNaN(at)) return;
    event.preventDefault();
    event.stopPropagation();
    const next = this.grid.querySelector(`[data-at="${at + step}"]`);
    if (!next) return;
    document.activeElement.tabIndex = -1;
    next.tabIndex = 0;
    this.at = at + step;
    next.focus();
  }

  explain(event, fields, isFrame) {
    const title = isFrame
      ? `Frame ${event.n}: ${plain(event.source)} → ${plain(event.destination)}`
      : event.kind === "call" ? `${plain(event.call)}(${plain(event.args, 120)}) ${
        event.waiting ? "waits" : outcome(event)}` : `Event ${event.n}`;
    const facts = [];
    if (isFrame) {
      facts.push(`${count(event.original ?? 0)} bytes on the wire`);
      facts.push(...marksOf(event));
      if (event.options) facts.push(`options: ${plain(event.options)}`);
    } else if (event.kind === "call") {
      facts.push(`took ${duration(event.took ?? 0)}`, `thread ${event.thread ?? event.process}`);
      if (event.local) facts.push(plain(event.local));
      if (event.peer) facts.push(`peer ${plain(event.peer)}`);
      if (event.transport?.startsWith("unix")) {
        facts.push("a Unix socket has no frames: the kernel hands the bytes over itself");
      } else if (event.range) facts.push("no frame that carries these bytes was seen by then");
    } else {
      facts.push(plain(event.words ?? event.name ?? ""));
    }
    this.told = html("p", { class: "told", id: "real-told" });
    this.info.replaceChildren(html("h3", {}, title), html("p", {}, facts.join(" · ")), this.told);
    if (fields.length > 0) this.told.textContent = "Point at a field, and it explains itself.";
  }

  // A byte may hold several fields.
  tell(...fields) {
    if (fields.length === 0) return;
    this.told?.replaceChildren(...fields.flatMap((field, i) => [i > 0 ? html("br") : "",
      html("b", {}, `${plain(field.layer)} ${plain(field.name)}`), " ",
      html("code", {}, plain(field.value, 120)), html("br"), plain(field.note)]));
  }
}

// Where the data begins. Of ICMP all that is left behind its fields.
function payloadOf(event, fields, length) {
  if (event.protocol === "tcp" || event.protocol === "udp") return event.payloadAt ?? length;
  return Math.max(0, ...fields.map(field => Math.ceil((field.bit + field.bits) / 8))) || length;
}

const bitOf = (bytes, bit) => (bytes[bit >> 3] >> (7 - (bit & 7))) & 1;

function layerClass(layer) {
  const name = String(layer).toLowerCase();
  return /^(tcp|udp|icmp)/.test(name) ? "transport" : /^ip/.test(name) ? "network" : "link-layer";
}

const shortNames = {
  "Acknowledgment number": "Ack. number", "Destination port": "Dest. port",
  "Fragment offset": "Fragment", "Header checksum": "Checksum", "Header length": "IHL",
  "Hop limit": "Hops", "Next header": "Next", "No operation": "NOP", "Payload length": "Length",
  "Protocol": "Proto", "Time to live": "TTL", "Total length": "Length", "Type": "Type",
  "Urgent pointer": "Urgent",
};

// What fits of name and value: the field tells both when it is pointed at.
function fieldText(field, bits) {
  const room = Math.floor((bits * 7 - 6) / 8);
  const name = plain(field.name);
  const short = shortNames[name] ?? name;
  const value = plain(field.value);
  for (const one of [name, short]) {
    if (`${one} ${value}`.length <= room) return [`${one} `, html("b", {}, value)];
  }
  if (name.length <= room) return name;
  return short.length <= room || bits >= 8 ? short : value.length <= room ? value : "";
}
