// What peers send is data. It becomes text nodes, never markup, and what could mislead a reader
// (control bytes, bidirectional and zero-width characters) is shown as an escape.

const none = new Uint8Array(0);
const hidden = /[\p{C}\p{Zl}\p{Zp}\u00ad\u034f\u115f\u1160\u3164\uffa0]/u;
// Signs that stand over or under the one before; more than these three would reach into the rows
// around.
const mark = /\p{M}/u;
const mostMarks = 3;
const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const named = new Map([[9, "\\t"], [10, "\\n"], [13, "\\r"], [0, "\\0"], [27, "\\e"]]);

/** The bytes of a Base64 text. */
export function bytesOf(base64) {
  if (!base64) return none;
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** The first bytes of an event, decoded once. */
export function payload(event) {
  event.payload ??= bytesOf(event.text);
  return event.payload;
}

function sequenceAt(bytes, at) {
  const first = bytes[at];
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3
    : first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(bytes.subarray(at, at + length));
    return { text, length };
  } catch {
    return null;
  }
}

function escaped(text) {
  const point = text.codePointAt(0);
  return named.get(point)
    ?? (point < 0x80 ? "\\x" + point.toString(16).padStart(2, "0") : `\\u{${point.toString(16)}}`);
}

/** Bytes as characters: the text of each, where it is, how long, and whether it is an escape. */
export function characters(bytes, most = 256) {
  const shown = [];
  let marks = 0;
  for (let at = 0; at < bytes.length && shown.length < most;) {
    const code = bytes[at];
    if (code >= 0x20 && code < 0x7f) {
      shown.push({ text: String.fromCharCode(code), at, length: 1, escape: false });
      at++;
      marks = 0;
      continue;
    }
    const one = sequenceAt(bytes, at);
    const text = one?.text ?? "\\x" + code.toString(16).padStart(2, "0");
    marks = one && mark.test(text) ? marks + 1 : 0;
    const escape = !one || hidden.test(text) || marks > mostMarks;
    const length = one?.length ?? 1;
    shown.push({ text: one && escape ? escaped(text) : text, at, length, escape });
    at += length;
  }
  return shown;
}

/** A text that came from elsewhere, with what is hidden in it escaped. */
export function plain(text, most = 400) {
  let shown = "";
  let count = 0;
  let marks = 0;
  for (const one of String(text ?? "")) {
    if (++count > most) return shown + "…";
    marks = mark.test(one) ? marks + 1 : 0;
    shown += hidden.test(one) || marks > mostMarks ? escaped(one) : one;
  }
  return shown;
}

/** Bytes as one text. */
export function shown(bytes, most = 60) {
  const all = characters(bytes, most + 1);
  return all.slice(0, most).map(one => one.text).join("") + (all.length > most ? "…" : "");
}

/** A program's name without the folder that it is in. */
export function program(name, most = 40) {
  return plain(name, 400).replace(/^\S*\/(?=\S)/, "").slice(0, most);
}

/** A program's name without what runs it: "TCPServer.py" of "python3 TCPServer.py". */
export function script(name) {
  return name.replace(
    /^(python[\d.]*|java|node|dotnet|ruby|perl|sh|bash)\s+(?=[^-\s])(\S*\/)?/, "");
}

/** 65483 as "65,483". */
export function count(number) {
  return grouped.format(number);
}

/** A duration in milliseconds, in three or four figures. */
export function duration(milliseconds) {
  const ms = Math.max(0, milliseconds);
  if (ms < 1) return `${(ms * 1000).toFixed(0)} µs`;
  if (ms < 1000) return `${ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.floor(ms / 1000) % 60} s`;
}
