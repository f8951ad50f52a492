// Transport view: the ladder, with the calls of both sides at its edges. Only the rows in sight
// are drawn.
import { arrow, frameWords, lanes, lifelines, marksOf, rowHeight } from "./arrow.js";
import { isMissed } from "./arrivals.js";
import { byId, html, svg } from "./dom.js";
import { callGroup, when } from "./groups.js";
import { messageSpans } from "./message.js";
import { count, duration, payload, plain, program, script, shown } from "./text.js";

const laneWidth = 48;

/** How long after the first event: "310.2 ms". */
export function since(store, t) {
  return duration(t - store.start);
}

/** What a call returned, in a few characters. */
export function outcome(event) {
  if (event.error) return plain(event.error, 20);
  const moves = ["send", "receive"].includes(callGroup(event.call));
  return event.result || moves ? `= ${event.result ?? 0}` : "";
}

export class Ladder {
  constructor(store, rows, selection, time) {
    Object.assign(this, { store, rows, selection, time });
    this.scroller = byId("ladder");
    this.inner = byId("ladder-rows");
    this.follows = true;
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.elements = new Map();
    new ResizeObserver(() => this.measure()).observe(this.scroller);
    this.measure();
  }

  scrolled() {
    const bottom = this.scroller.scrollHeight - this.scroller.clientHeight;
    if (this.moving) this.moving = false;
    else this.follows = this.scroller.scrollTop > bottom - rowHeight * 1.5;
    this.selection.changed();
  }

  draw() {
    const total = this.rows.countUpTo(this.time.at);
    const height = total * rowHeight;
    if (this.height !== height) {
      this.height = height;
      this.inner.style.height = `${height}px`;
    }
    const room = this.room;
    if (this.follows) this.moveTo(Math.max(0, height - room));
    const top = this.scroller.scrollTop;
    const first = Math.max(0, Math.floor(top / rowHeight) - 1);
    const last = Math.min(total, Math.ceil((top + room) / rowHeight) + 1);
    const drawn = [];
    for (let i = first; i < last; i++) drawn.push(this.row(this.rows.list[i], i));
    this.put(drawn);
    this.scroller.setAttribute("aria-activedescendant",
      drawn.find(row => row.classList.contains("chosen"))?.id ?? "");
    byId("ladder-empty").hidden = total > 0;
    const hasRoom = this.rows.windows.size > 0;
    if (hasRoom === this.hasRoom) return;
    this.hasRoom = hasRoom;
    byId("view-transport").classList.toggle("no-room", !hasRoom);
    this.measure();
  }

  // Rows that stay where they are aren't touched.
  put(drawn) {
    const stays = new Set(drawn);
    for (const old of [...this.inner.children]) if (!stays.has(old)) old.remove();
    let next = null;
    for (const element of drawn.toReversed()) {
      if (element.nextElementSibling !== next || element.parentNode !== this.inner) {
        this.inner.insertBefore(element, next);
      }
      next = element;
    }
    if (this.elements.size > 500) this.elements.clear();
  }

  // Sizes are asked for when they change: asking while drawing would lay out the page each time.
  measure() {
    const columns = getComputedStyle(byId("ladder-head")).gridTemplateColumns.split(" ");
    this.cellWidth = parseFloat(columns[1]) || 200;
    this.arrowWidth = Math.max(200, parseFloat(columns[2]) || 400);
    this.room = this.scroller.clientHeight;
    this.selection.changed();
  }

  moveTo(top) {
    if (Math.abs(this.scroller.scrollTop - top) < 1) return;
    this.moving = true;
    this.scroller.scrollTop = top;
  }

  /** Brings an event into sight. */
  reveal(number) {
    const at = (this.rows.countUpTo(number) - 1) * rowHeight;
    const { scrollTop } = this.scroller;
    const clientHeight = this.room;
    if (at < scrollTop) this.moveTo(Math.max(0, at - rowHeight));
    else if (at + rowHeight > scrollTop + clientHeight) {
      this.moveTo(at - clientHeight + rowHeight * 2);
    }
  }

  /** Brings what was chosen elsewhere into sight, where none of it is. */
  showChosen() {
    this.draw();
    if (this.inner.querySelector(".row.marked")) return;
    const { n } = this.selection;
    const events = this.store.events;
    const first = this.store.find(n)
      ?? events.find(event => this.selection.covers(event.range) && event.n <= this.time.at);
    if (!first) return;
    this.follows = false;
    this.reveal(first.n);
    this.draw();
  }

  // A row as it was drawn before, where nothing about it has changed.
  row(row, index) {
    const upTo = this.time.at;
    const items = this.place(row, this.store.world, upTo).filter(([, item]) => item.n <= upTo);
    const marks = items.map(([, item]) => this.selection.mark(item)).join(" ");
    const isNewest = items.some(([, item]) => item.n === this.time.newest);
    const chosen = marks.includes("marked") ? this.selection.version : 0;
    const waits = items.some(([, item]) => item.waiting && !(item.returned?.n <= upTo));
    const state = [
      items.map(([slot, item]) => slot + item.n + (isMissed(item, upTo) ? "!" : "")).join(),
      marks, chosen, isNewest,
      this.arrowWidth, this.hasLink, waits ? performance.now() : 0].join("|");
    let element = this.elements.get(row);
    if (element?.state !== state) {
      element = this.newRow(row, index, items, `row ${marks} ${isNewest ? "newest" : ""}`);
      element.state = state;
      this.elements.set(row, element);
    }
    if (element.index !== index) {
      element.index = index;
      element.style.transform = `translateY(${index * rowHeight}px)`;
    }
    return element;
  }

  newRow(row, index, items, style) {
    const element = html("div", {
      class: style.trim(), role: "option", id: `row-${row.n}`, choose: this.choice(row, items),
      "aria-selected": style.includes("chosen") ? "true" : "false",
      "aria-label": items.map(([slot, item]) => words(item, slot, this.store)).join("; "),
    });
    const before = this.rows.list[index - 1];
    const title = `${since(this.store, row.t)} after the first`;
    element.append(html("span", { class: "time", title },
      before ? `+${duration(row.t - before.t)}` : "0"));
    if (row.wide) element.append(this.wide(row.wide));
    else this.fill(element, row, new Map(items));
    return element;
  }

  choice(row, items) {
    const item = items.find(([slot]) => slot === "between")?.[1] ?? items[0]?.[1];
    return item ? { n: item.n, range: item.range } : null;
  }

  // A call is put on its side when it is drawn: only later calls tell whose a socket is.
  place(row, world, upTo = Infinity) {
    const items = [];
    const quiet = row.quiet?.findLast(event => event.n <= upTo);
    if (quiet && quiet !== row.call) items.push(["client", quiet]);
    else if (row.call) {
      const side = world.sideOf(row.call) ?? "client";
      items.push([side === "link" ? "between" : side, row.call]);
    }
    for (const slot of ["client", "between", "server", "wide"]) {
      if (row[slot]) items.push([slot, row[slot]]);
    }
    // Where no frame was seen the call alone tells that there was a datagram.
    if (!row.between && !this.rows.framesSeen && row.call && isMissed(row.call, upTo)) {
      items.push(["between", { ...row.call, kind: "inferred", from: row.call.range.from }]);
    }
    return items;
  }

  fill(element, row, items) {
    const width = this.arrowWidth;
    const hasLink = this.hasLink;
    const between = items.get("between");
    const leg = hasLink && between ? this.leg(between) : null;
    const picture = svg("svg", { width, height: rowHeight, class: "arrows", "aria-hidden": "true" },
      lifelines(width, hasLink));
    if (between) {
      picture.append(arrow(between, {
        width, hasLink, selection: this.selection, upTo: this.time.at, leg,
        from: this.store.world.senderOf(between),
        words: between.kind === "call" ? `${plain(between.call)} ${this.plainOutcome(between)}`
          : between.kind === "program" ? plain(`${between.name} ${between.step}`) : null,
      }));
    }
    element.append(
      this.cell("client", items.get("client"),
        between && leg !== "right" && row.changed?.client, row),
      picture,
      this.cell("server", items.get("server"),
        between && leg !== "left" && row.changed?.server, row),
      svg("svg", { width: laneWidth, height: rowHeight, class: "lanes", "aria-hidden": "true" },
        lanes(row.windows, laneWidth)));
  }

  plainOutcome(event) {
    return event.waiting ? "waits" : outcome(event);
  }

  leg(item) {
    const flow = this.store.world.flows.get(item.range?.flow);
    return this.legOf && flow ? this.legOf(flow) : null;
  }

  cell(side, event, state, row) {
    // Why a call failed comes before the state that it left.
    const hasRoom = !event?.error || this.cellWidth > 255;
    const chip = state && hasRoom ? html("span", { class: "state" }, plain(state)) : null;
    if (!event) return html("span", { class: `cell ${side}` }, chip);
    return html("span", {
      class: `cell ${side} ${event.kind} ${event.error ? "failed" : ""} ${
        this.selection.mark(event)}`,
      choose: { n: event.n, range: event.range },
      onmouseenter: moved => {
        moved.currentTarget.title ||= words(event, side, this.store);
      },
    }, html("span", { class: "what" }, this.what(event, row)), chip);
  }

  what(event, row) {
    if (event.kind === "program") {
      const before = row.quiet?.indexOf(event) ?? 0;
      return html("em", {}, stepWords(event), before > 0 ? ` · ${before} more` : "");
    }
    if (event.kind === "output") {
      return [html("em", {}, event.error ? "complains " : "prints "), html("span",
        { class: "data" }, shown(payload(event), 30))];
    }
    return this.callParts(event);
  }

  callParts(event) {
    const name = html("b", {}, plain(event.call, 16));
    const fd = event.fd >= 0 && callGroup(event.call) !== "socket" ? `(${event.fd})` : "";
    if (event.waiting) return [name, " ", this.wait(event)];
    const text = payload(event).length > 0
      ? [" ", messageSpans(event, this.selection, 24)] : [];
    const result = html("span", { class: "result" }, outcome(event));
    return [name, event.waited ? "" : fd, " ", result, ...text];
  }

  wait(event) {
    const returned = event.returned && event.returned.n <= this.time.at ? event.returned : null;
    return html("span", { class: returned ? "waited" : "waiting" }, returned
      ? `waited ${duration(returned.took)}` : `waits ${duration(this.time.now() - event.t)}`);
  }

  wide(event) {
    const left = event.missing ? ` (${count(event.missing)} not shown)` : "";
    return html("span", { class: `wide ${event.kind}` }, plain(event.words), left);
  }
}

// Its box tells what a program is called; a new one's name comes last, where there may be no room.
function stepWords(event) {
  const name = script(program(event.name));
  if (event.step === "signalled") return `gets ${plain(event.how, 30)}`;
  if (event.step === "ended") return `${plain(event.how || "ended", 30)} · ${name}`;
  if (event.step === "started") return `starts: ${name}`;
  return event.step === "executed" ? `runs ${name}` : `forked: ${event.process}`;
}

/** An event in words, for who hears the page. */
export function words(event, slot, store) {
  const at = since(store, event.t ? when(event) : store.start);
  if (event.kind === "call") {
    const text = payload(event).length > 0 ? ` ${shown(payload(event), 40)}` : "";
    return `${at} ${slot}: ${plain(event.call)}${text} ${event.waiting ? "waits" : outcome(event)}`;
  }
  if (event.kind === "frame") {
    const from = store.world.senderOf(event);
    return `${at} ${frameWords(event)} from the ${from}, ${marksOf(event).join(", ")}`;
  }
  if (event.kind === "inferred") return `inferred: ${event.range?.length ?? 0} bytes`;
  if (event.kind === "output") return `${at} ${slot} prints ${shown(payload(event), 40)}`;
  if (event.kind === "program") return `${at} ${plain(event.name)} ${event.step}`;
  return `${at} ${plain(event.words)}`;
}
