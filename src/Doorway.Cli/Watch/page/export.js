// Takes away what is shown: the ladder as SVG, all events as a table in Markdown.
import { isMissed } from "./arrivals.js";
import { arrow, lanes, lifelines, notArrived, rowHeight } from "./arrow.js";
import { byId, svg } from "./dom.js";
import { when } from "./groups.js";
import { outcome, since, words } from "./transport.js";
import { characters, payload, plain } from "./text.js";

const most = 2_000;
const styles = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size",
  "font-weight", "font-style", "opacity"];
const columns = { time: 90, cell: 300, arrows: 520, lanes: 86 };

export class Export {
  constructor(store, rows, ladder, time) {
    Object.assign(this, { store, rows, ladder, time });
    byId("export-svg").addEventListener("click", () =>
      save("ladder.svg", "image/svg+xml", this.picture()));
    byId("export-markdown").addEventListener("click", () =>
      save("watch.md", "text/markdown", this.table()));
  }

  /** The ladder as an SVG file of its own, in the colours of the page. */
  picture() {
    const total = this.rows.countUpTo(this.time.at);
    const list = this.rows.list.slice(Math.max(0, total - most), total);
    const width = columns.time + 2 * columns.cell + columns.arrows + columns.lanes + 40;
    const height = list.length * rowHeight + 20;
    const picture = svg("svg", {
      xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`,
      class: "export", role: "img" }, svg("title", {}, "Doorway: the ladder"),
    svg("rect", { width, height, class: "paper" }));
    list.forEach((row, i) => picture.append(this.row(row, 10 + i * rowHeight)));
    document.body.append(picture);
    for (const element of picture.querySelectorAll("*")) inline(element);
    picture.remove();
    return new XMLSerializer().serializeToString(picture);
  }

  row(row, y) {
    const items = new Map(this.ladder.place(row, this.store.world, this.time.at));
    const between = items.get("between");
    const arrowsAt = columns.time + columns.cell + 10;
    const middle = svg("g", { transform: `translate(${arrowsAt} 0)` },
      lifelines(columns.arrows, this.ladder.hasLink));
    if (between) {
      middle.append(arrow(between, {
        width: columns.arrows, upTo: this.time.at,
        from: this.store.world.senderOf(between), hasLink:
          this.ladder.hasLink, leg: this.ladder.leg(between), selection: null,
        words: ["call", "program"].includes(between.kind)
          ? words(between, "link", this.store) : null,
      }));
    }
    const serverAt = arrowsAt + columns.arrows + 10;
    return svg("g", { transform: `translate(0 ${y})` },
      svg("text", { x: 10, y: 24, class: "label" }, since(this.store, row.t)),
      this.text(items.get("client") ?? items.get("wide"), arrowsAt - 10, "end"), middle,
      this.text(items.get("server"), serverAt, "start"),
      svg("g", { transform: `translate(${serverAt + columns.cell} 0)` },
        lanes(row.windows, columns.lanes)));
  }

  text(event, x, anchor) {
    if (!event) return null;
    return svg("text", { x, y: 24, class: "label", "text-anchor": anchor },
      words(event, "", this.store).replace(/^.*? : /, "").slice(0, 44));
  }

  /** All events up to here, one a line. */
  table() {
    const lines = ["| n | time | who | what | bytes | text |", "|--:|--:|---|---|--:|---|"];
    for (const event of this.store.events) {
      if (event.n > this.time.at) break;
      if (this.rows.accepts(event)) lines.push(this.line(event));
    }
    const { forgotten } = this.store;
    if (forgotten > 0) lines.push("", `${forgotten} earlier events left out.`);
    return lines.join("\n") + "\n";
  }

  line(event) {
    const who = event.kind === "frame" ? `${event.source} → ${event.destination}`
      : event.process ? `${this.store.world.sideOf(event) ?? ""} ${event.process}` : "";
    const missed = isMissed(event, this.time.at) ? ` ${notArrived}` : "";
    const what = event.kind === "call"
      ? `${event.call}(${event.fd ?? ""}) ${event.waiting ? "waits" : outcome(event)}`
      : event.kind === "frame" ? `${event.flags ?? ""} seq ${event.seq ?? 0} ack ${event.ack ?? 0}`
        : event.words ?? event.name ?? event.kind;
    const text = characters(payload(event), 60).map(one => one.text).join("");
    return `| ${event.n} | ${since(this.store, when(event))} | ${cell(who)} | ${
      cell(what + missed)} | ${
      event.length ?? ""} | ${text ? cell(text) : ""} |`;
  }
}

// What Markdown would take as markup is escaped.
function cell(text) {
  return plain(text).replace(/[\\`*_{}[\]()#+.!|<>&~-]/g, sign =>
    ({ "<": "&lt;", ">": "&gt;", "&": "&amp;" })[sign] ?? (/[.()#+!-]/.test(sign) ? sign
      : `\\${sign}`));
}

function inline(element) {
  const style = getComputedStyle(element);
  for (const name of styles) {
    const value = style.getPropertyValue(name);
    if (value) element.setAttribute(name, value);
  }
  element.removeAttribute("class");
}

function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
