// The bytes of a message as text in quotes, each character to be chosen.
import { html, svg } from "./dom.js";
import { byteOf } from "./select.js";
import { characters, payload } from "./text.js";

function pieces(event, selection, most, element) {
  const bytes = payload(event);
  const all = characters(bytes, most + 1);
  const shown = all.slice(0, most).map(one => {
    const range = event.range ? byteOf(event.range, one.at, one.length) : null;
    const isMarked = range && selection?.isByte && selection.covers(range);
    const style = (isMarked ? "byte marked" : "byte") + (one.escape ? " escape" : "");
    return element(
      { class: style, choose: range ? { n: event.n, range } : null }, one.text);
  });
  const cut = all.length > most || (event.range?.length ?? event.length ?? 0) > bytes.length;
  const quote = text => element({ class: "quote" }, text);
  return [quote("“"), ...shown, quote(cut ? "…”" : "”")];
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
