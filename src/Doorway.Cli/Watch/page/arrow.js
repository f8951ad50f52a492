// One arrow of the ladder between its two lifelines: a frame, a fate, or what must have been.
import { isMissed } from "./arrivals.js";
import { svg } from "./dom.js";
import { messageSpansSvg } from "./message.js";
import { count, plain } from "./text.js";

export const rowHeight = 34;
const markWords = {
  retransmission: "sent again", outOfOrder: "out of order", duplicate: "came twice",
  duplicateAcknowledgment: "same acknowledgment", zeroWindow: "no room: window 0",
  windowUpdate: "room again", probe: "probe", refusal: "refused", reset: "reset",
};

/** What is said of a datagram that its receiver, who is watched, never received. */
export const notArrived = "not seen to arrive";

/** What a frame is, in words: "SYN ACK", "5 bytes". */
export function frameWords(event) {
  if (event.protocol === "icmp") return "ICMP: nobody is there";
  if (event.protocol !== "tcp") return `datagram, ${bytesWord(event.length ?? 0)}`;
  const flags = (event.flags ?? "").trim();
  if (event.length > 0) return `${flags} ${bytesWord(event.length)}`;
  return flags || "no flags";
}

function bytesWord(length) {
  return length === 1 ? "1 byte" : `${count(length)} bytes`;
}

/** The marks of a frame, in words. */
export function marksOf(event, upTo = Infinity) {
  const marks = (event.marks ?? []).map(mark => markWords[mark] ?? plain(mark));
  return isMissed(event, upTo) ? [notArrived, ...marks] : marks;
}

function numbers(event) {
  if (event.protocol !== "tcp") return "";
  const flags = event.flags ?? "";
  const parts = [];
  if (/SYN|FIN/.test(flags) || event.length > 0) parts.push(`seq ${count(event.seq ?? 0)}`);
  if (/ACK/.test(flags)) parts.push(`ack ${count(event.ack ?? 0)}`);
  return parts.join(" ");
}

/** Where arrows begin and end: with a link between, its two halves. */
function span(leg, width) {
  const [left, right] = [9, width - 9];
  if (leg === "left") return [left, width / 2 - 6];
  return leg === "right" ? [width / 2 + 6, right] : [left, right];
}

/** The lifelines of a row: the client's, the server's, and a link's between them. */
export function lifelines(width, hasLink) {
  const line = (x, style) => svg("line",
    { x1: x, x2: x, y1: 0, y2: rowHeight, class: `lifeline ${style}` });
  return [line(6, "client"), hasLink ? line(width / 2, "link") : null,
    line(width - 6, "server")];
}

/** An arrow with its words. */
export function arrow(item, { width, from, leg, selection, hasLink, words, upTo = Infinity }) {
  if (words) return linkWords(item, words, width, selection);
  if (item.kind === "fate" && hasLink) return linkFate(item, width);
  const [left, right] = span(leg, width);
  const toRight = from === "client";
  const [x1, x2] = toRight ? [left, right] : [right, left];
  const isLost = item.kind === "fate" && item.loss;
  const isOpen = isMissed(item, upTo);
  const end = isLost ? x1 + (x2 - x1) * 0.72 : x2;
  const kind = item.kind === "inferred" ? "inferred" : item.kind === "fate" ? "fate" : "seen";
  const important = isLost || isOpen || (item.marks?.length > 0);
  const bare = item.kind === "frame" && item.length === 0 && !/SYN|FIN|RST/.test(item.flags ?? "");
  const style = ["arrow", kind, from, important ? "remarkable" : "", bare ? "bare" : ""].join(" ");
  const [y1, y2] = [21, 30];
  const yEnd = y1 + (y2 - y1) * Math.abs((end - x1) / (x2 - x1 || 1));
  const children = [];
  if (item.kind !== "fate" || item.loss) {
    children.push(svg("line", { x1, y1, x2: end, y2: yEnd, class: "shaft" }),
      isLost ? cross(end, yEnd) : head(end, yEnd, toRight, isOpen));
  }
  children.push(label(item, (left + right) / 2, (right - left) / 8.3, selection, upTo));
  return svg("g", { class: style }, children);
}

// What the link itself does stands at its lifeline.
function linkWords(item, words, width, selection) {
  const message = item.text ? [" ", ...messageSpansSvg(item, selection, 12)] : [];
  return svg("text", { x: width / 2, y: 22, class: "label link", "text-anchor": "middle" },
    svg("tspan", {}, words), message);
}

// What becomes of a message is decided at the link: there it dies.
function linkFate(item, width) {
  return svg("g", { class: `arrow fate ${item.loss ? "remarkable" : ""}` },
    item.loss ? cross(width / 2, 25) : null, label(item, width / 2, width / 8.3, null));
}

function head(x, y, toRight, isOpen) {
  const back = toRight ? -10 : 10;
  return svg("path", { d: `M${x} ${y} l${back} -6 l0 10 z`, class: isOpen ? "head open" : "head" });
}

function cross(x, y) {
  return svg("path",
    { d: `M${x - 6} ${y - 6} l12 12 M${x + 6} ${y - 6} l-12 12`, class: "cross" });
}

// What has no room is left out, the message first: it is in the calls too.
function label(item, x, room, selection, upTo) {
  const text = svg("text", { x, y: 15, class: "label", "text-anchor": "middle" });
  if (item.kind === "fate") {
    const style = item.loss ? "mark" : / passed$/.test(item.words) ? "numbers" : "kind";
    text.append(svg("tspan", { class: style }, plain(item.words, Math.max(20, room))));
    return text;
  }
  const isInferred = item.kind === "inferred";
  // Between a client and a link there is half the room: what is carried counts most.
  const short = item.length > 0 && room < 32 && item.protocol !== "icmp";
  const kind = short ? bytesWord(item.length) : !isInferred ? frameWords(item) : item.isOpening
    ? "inferred: a connection opened" : `inferred: ${carried(item)}`;
  const marks = fitting(isInferred && !isMissed(item, upTo) ? [] : marksOf(item, upTo),
    room - kind.length);
  text.append(svg("tspan", { class: "kind" }, kind));
  let left = room - kind.length * 1.1 - (marks ? marks.length + 2 : 0);
  const known = isInferred ? "" : numbers(item);
  if (known && known.length + 2 <= left && (item.length === 0 || left > known.length + 14)) {
    text.append(" ", svg("tspan", { class: "numbers" }, known));
    left -= known.length + 1;
  }
  if (item.text && left > 8) {
    text.append(" ", ...messageSpansSvg(item, selection, Math.floor((left - 5) * 0.88)));
  }
  if (marks) text.append(" ", svg("tspan", { class: "mark" }, marks));
  return text;
}

// To receive nothing from a stream is to learn that no more will come.
function carried(item) {
  const isEnd = item.range.length === 0 && ["tcp", "unix"].includes(item.transport);
  return isEnd ? "the end of what is sent" : bytesWord(item.range.length);
}

function fitting(marks, room) {
  const all = [...marks];
  while (all.length > 1 && all.join(", ").length > room) all.pop();
  return all.join(", ");
}

/** The receive windows beside a row: how much room client and server have. */
export function lanes(windows, width) {
  if (!windows) return [];
  const lane = (side, x, size) => {
    const value = windows[side];
    if (value === undefined) return [];
    const length = Math.round(size * Math.min(1, value / windows.most[side]));
    return [
      svg("rect", { x, y: 0, width: size, height: rowHeight, class: "room" }),
      value === 0
        ? svg("text", { x: x + 4, y: 22, class: "full" }, "0")
        : svg("rect", { x, y: 0, width: length, height: rowHeight, class: `window ${side}` }),
    ];
  };
  const half = (width - 6) / 2;
  return [...lane("client", 0, half), ...lane("server", half + 6, half)];
}
