// What is shown: every word of the filter must be found in an event. peer:, port: and text: look
// in that place alone.
import { portOf } from "./flows.js";
import { payload, plain, shown } from "./text.js";

export class Filter {
  constructor(input, changed) {
    this.words = [];
    this.version = 0;
    const read = () => {
      this.words = input.value.toLowerCase().split(/\s+/).filter(word => word)
        .map(word => /^(peer|port|text|call):(.*)$/.exec(word) ?? [word, "any", word]);
      this.version++;
      changed();
    };
    input.addEventListener("input", read);
    input.addEventListener("search", read);
  }

  get isOn() {
    return this.words.length > 0;
  }

  accepts(event) {
    if (!this.isOn || event.kind === "notice") return true;
    event.places ??= places(event);
    return this.words.every(([, place, word]) => found(event.places, place, word));
  }

  acceptsFlow(flow) {
    const words = this.words.filter(([, place]) => place === "peer" || place === "port");
    const places = addresses([flow.client, flow.server]);
    return words.every(([, place, word]) => found(places, place, word));
  }
}

function addresses(list) {
  const known = list.filter(one => one);
  return {
    peer: known.join(" ").toLowerCase(), port: known.map(one => portOf(one) ?? ""),
    text: "", call: "",
  };
}

function places(event) {
  const place = addresses([event.local, event.peer, event.source, event.destination]);
  place.text = shown(payload(event), 256).toLowerCase();
  place.call = [event.call, event.flags, event.name, event.words, event.protocol,
    ...(event.marks ?? [])].map(one => plain(one)).join(" ").toLowerCase();
  return place;
}

function found(places, place, word) {
  if (place === "port") return places.port.includes(word);
  if (place !== "any") return places[place].includes(word);
  return places.peer.includes(word) || places.text.includes(word) || places.call.includes(word);
}
