// The bytes of a message as text in quotes, each character to be chosen.
import { html, svg } from "./dom.js";
import { byteOf } from "./select.js";
import { characters, payload } from "./text.js";

function pieces(event, selection, most, element) {
  const bytes = payload(event);
  const all = characters(bytes, most + 1);
  const fit = fitting(all, most);
  const shown = all.slice(0, fit).map(one => {
    const range = event.range ? byteOf(event.range, one.at, one.length) : null;
    const isMarked = range && selection?.isByte && selection.covers(range);
    const style = (isMarked ? "byte marked" : "byte") + (one.escape ? " escape" : "");
    return element(
      { class: style, choose: range ? { n: event.n, range } : null }, one.text);
  });
  const cut = all.length > fit || (event.range?.length ?? event.length ?? 0) > bytes.length;
  const quote = text => element({ class: "quote" }, text);
  return [quote("“"), ...shown, quote(cut ? "…”" : "”")];
}

// How many of them have room: an escape is as wide as it has letters, most other scripts' signs
// are twice as wide as a Latin letter.
function fitting(all, most) {
  let room = most;
  return all.findIndex(one => {
    room -= one.escape ? one.text.length : one.text.codePointAt(0) < 0x1100 ? 1 : 2;
    return room < 0;
  }) >>> 0;
}

/** In HTML. */
export function messageSpans(event, selection, most) {
  return html("span", { class: "data" },
    pieces(event, selection, most, (attributes, text) => html("span", attributes, text)));
}

/** In SVG, to be put into a text element. */
export function messageSpansSvg(event, selection, most) {
  return pieces(event, selection, most, (attributes, text) => svg("tspan", attributes, text));
}
