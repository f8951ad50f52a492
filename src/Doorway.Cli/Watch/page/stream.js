// The events as they come from the server, and the newest of them kept.
import { Arrivals } from "./arrivals.js";
import { World } from "./flows.js";

/** How many events the page keeps; what is older is counted and no longer shown. */
export const most = 20_000;
const slack = 4_000;
const budget = 20;

export class Store {
  constructor(changed) {
    this.changed = changed;
    this.events = [];
    this.forgotten = 0;
    this.left = 0;
    this.start = 0;
    this.base = new World();
    this.world = new World();
    this.arrivals = new Arrivals(this.world);
    this.waiting = new Map();
    this.incoming = [];
    this.added = () => {};
    this.trimmed = () => {};
    this.ended = false;
  }

  get last() {
    return this.events.at(-1)?.n ?? 0;
  }

  get first() {
    return this.events[0]?.n ?? 0;
  }

  /** Takes events until the time for one frame is used up; true when some are left. */
  drain() {
    const end = performance.now() + budget;
    while (this.incoming.length > 0 && performance.now() < end) {
      for (const event of this.incoming.shift()) this.take(event);
    }
    const isMore = this.incoming.length > 0;
    // While a recording comes in all at once, cutting it again and again would be for nothing.
    if (this.events.length > (isMore ? 4 * most : most + slack)) this.trim();
    return isMore;
  }

  take(event) {
    if (event.n <= this.last) return;
    this.start ||= event.t;
    this.events.push(event);
    this.left += event.missing ?? 0;
    if (event.kind === "call") this.join(event);
    this.world.apply(event);
    this.arrivals.look(event);
    this.added(event);
  }

  // A call that waits and the same call returned.
  join(event) {
    if (event.waiting) {
      this.waiting.set(event.id, event);
    } else if (this.waiting.has(event.id)) {
      event.waited = this.waiting.get(event.id);
      event.waited.returned = event;
      this.waiting.delete(event.id);
    }
  }

  trim() {
    const gone = this.events.splice(0, this.events.length - most);
    for (const event of gone) {
      this.base.apply(event);
      if (event.waiting && event.returned) event.returned.waited = null;
    }
    this.forgotten += gone.length;
    this.trimmed();
  }

  /** Where the first event after a number is. */
  indexAfter(number) {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.events[middle].n <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  find(number) {
    const event = this.events[this.indexAfter(number) - 1];
    return event?.n === number ? event : null;
  }

  /** What the world was like right after an event. */
  worldAt(number) {
    if (number >= this.last) return this.world;
    if (!this.past || this.past.n > number || this.past.n < this.base.n) {
      this.past = this.base.copy();
    }
    for (let i = this.indexAfter(this.past.n); i < this.events.length; i++) {
      if (this.events[i].n > number) break;
      this.past.apply(this.events[i]);
    }
    return this.past;
  }

  /** Listens; the browser itself comes back after a break, with the number of the last event. */
  listen(state) {
    const source = new EventSource("./events?after=0");
    source.onmessage = message => {
      this.incoming.push(JSON.parse(message.data));
      // A page in the background draws nothing, and must not pile up what comes.
      if (document.hidden && this.incoming.length > 20) while (this.drain());
      this.changed();
    };
    source.onopen = () => state("connected");
    source.onerror = () => {
      if (!this.ended) state("broken");
    };
    source.addEventListener("end", () => {
      this.ended = true;
      source.close();
      state("ended");
      this.changed();
    });
  }
}
