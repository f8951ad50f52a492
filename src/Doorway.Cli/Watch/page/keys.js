// The page by keyboard alone.
import { byId } from "./dom.js";

export function listenToKeys({ time, ladder, selection }) {
  const help = byId("help");
  const actions = {
    ArrowRight: () => time.step(1), ArrowDown: () => time.step(1),
    ArrowLeft: () => time.step(-1), ArrowUp: () => time.step(-1),
    " ": () => time.toggle(), l: () => time.live(), s: () => time.slow(),
    Home: () => time.go(time.store.first), End: () => time.go(time.store.last),
    "/": () => byId("filter").focus(), "?": () => help.showModal(),
    b: () => byId("real-bytes").querySelector(".octet[tabindex='0'], .octet")?.focus(),
    a: () => byId(byId("ask").hidden ? "type-text" : "ask-text").focus(),
    Escape: () => selection.clear(),
    PageUp: () => ladder.scroller.scrollBy(0, -ladder.scroller.clientHeight),
    PageDown: () => ladder.scroller.scrollBy(0, ladder.scroller.clientHeight),
  };
  document.addEventListener("keydown", event => {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const writes = at.matches("input, select, textarea");
    if (writes) {
      // A search box would be emptied besides.
      if (event.key === "Escape") {
        event.preventDefault();
        at.blur();
      }
      return;
    }
    if (event.key === " " && at.matches("button, a, summary")) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  byId("help-open").addEventListener("click", () => help.showModal());
  byId("help-close").addEventListener("click", () => help.close());
}
