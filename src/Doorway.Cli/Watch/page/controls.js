// What can be done from the page: ask, type at a program, make the network worse, choose how the
// server works.
import { byId, html, replace } from "./dom.js";
import { plain, program } from "./text.js";

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-Doorway": "1" },
    });
    const text = await answer.text();
    if (!answer.ok) return { error: text || `refused (${answer.status})` };
    return text ? JSON.parse(text) : {};
  } catch {
    return { error: "Doorway doesn't answer any more." };
  }
}

export class Controls {
  constructor(session, asked) {
    this.asked = asked;
    this.direction = "both";
    byId("ask").addEventListener("submit", event => this.ask(event));
    byId("type").addEventListener("submit", event => this.type(event));
    byId("type-end").addEventListener("click", () => this.send("", true));
    this.show(session);
  }

  show(session) {
    this.session = session;
    const isLive = session.mode === "live" && !session.ended;
    const canType = (session.programs ?? []).filter(program => program.canType);
    byId("ask").hidden = !(session.lab && isLive);
    byId("type").hidden = !(canType.length > 0 && isLive);
    const transports = session.transports ?? [];
    this.choices("ask-transport", transports.map(one => [one, one.toUpperCase()]));
    this.choices("type-program", canType.map(one => [one.process, program(one.name)]));
    this.mode(isLive ? session.serverMode : null);
    byId("link").hidden = !(session.link && isLive);
    if (session.link && isLive) this.link(session.link);
  }

  // Clients are started after their servers, and who types is a client: the last is offered, until
  // somebody picks another.
  choices(id, list) {
    const select = byId(id);
    const known = list.flat().join("\n");
    if (select.known === known) return;
    const old = select.value;
    select.known = known;
    select.replaceChildren(...list.map(([value, text]) => html("option", { value }, text)));
    select.onchange = () => {
      select.isPicked = true;
    };
    const isThere = list.some(([value]) => String(value) === old);
    if (select.isPicked && isThere) select.value = old;
    else if (id === "type-program") select.selectedIndex = list.length - 1;
  }

  async ask(event) {
    event.preventDefault();
    const clients = Number(byId("ask-clients").value);
    this.answer("", "…");
    this.asked();
    const result = await post("./ask", {
      transport: byId("ask-transport").value, text: byId("ask-text").value, clients,
    });
    const answers = result.answers ?? [];
    const answered = answers.filter(one => !one.error).length;
    const first = answers.find(one => one.error)?.error ?? result.error;
    const words = clients > 1 && answers.length > 0
      ? `${answered} of ${answers.length} answered${first ? `; ${first}` : ""}`
      : first ?? result.answer;
    this.answer(first ? "bad" : clients > 1 ? "good count" : "good data",
      plain(words, 2000).replace("TIMEOUT: ", ""));
    byId("ask-text").select();
  }

  answer(style, text) {
    const answer = byId("answer");
    answer.className = style;
    answer.textContent = text;
    answer.title = text;
  }

  type(event) {
    event.preventDefault();
    const input = byId("type-text");
    this.send(input.value + "\n", false);
    input.value = "";
  }

  async send(text, end) {
    const process = Number(byId("type-program").value);
    const result = await post("./type", { process, text, end });
    byId("typed").textContent = result.error ? plain(result.error) : "";
  }

  mode(mode) {
    byId("mode").hidden = !mode;
    for (const name of ["concurrent", "iterative"]) {
      const button = byId(`mode-${name}`);
      button.setAttribute("aria-pressed", mode === name);
      button.onclick = async () => {
        const result = await post("./mode", { mode: name });
        if (!result.error) this.mode(result.serverMode ?? name);
        else this.answer("bad", plain(result.error));
      };
    }
  }

  link(link) {
    this.known = link;
    byId("link-command").textContent = plain(link.command, 1000);
    byId("link-summary").textContent = link.impairments.filter(one => one.value > 0)
      .map(one => plain(`${one.name} ${one.value} ${one.unit}`)).join(", ") || "as it is";
    const sliders = byId("link-sliders");
    if (sliders.childElementCount !== link.impairments.length) {
      replace(sliders, link.impairments.map(one => this.slider(one)));
      byId("link-direction").onchange = () => {
        this.direction = byId("link-direction").value;
        this.link(this.known);
      };
    }
    link.impairments.forEach((one, i) => this.showSlider(sliders.children[i], one));
  }

  valueOf(impairment) {
    const one = { server: impairment.toServer, client: impairment.toClient }[this.direction];
    return one ?? impairment.value;
  }

  slider(impairment) {
    const id = `link-${impairment.name}`;
    const step = (impairment.max - impairment.min) / 100 || 1;
    const input = html("input", {
      type: "range", id, min: impairment.min, max: impairment.max, step, value: impairment.value,
    });
    const row = html("div", { class: "slider", title: plain(impairment.help ?? "") },
      html("label", { for: id }, plain(impairment.name)), input, html("output", { for: id }));
    row.unit = impairment.unit;
    input.addEventListener("input", () => {
      this.tell(row, input.value);
      clearTimeout(row.timer);
      row.timer = setTimeout(() => {
        row.timer = 0;
        this.impair(impairment.name, Number(input.value));
      }, 120);
    });
    this.tell(row, impairment.value);
    return row;
  }

  // A slider that is being moved isn't moved by what it did.
  showSlider(row, impairment) {
    const input = row.querySelector("input");
    if (!row.timer) input.value = this.valueOf(impairment);
    this.tell(row, input.value);
  }

  tell(row, value) {
    row.querySelector("output").textContent = Number(value) === 0 && row.unit === "kbit"
      ? "no limit" : `${Number(value)} ${plain(row.unit)}`;
    row.querySelector("input").setAttribute("aria-valuetext", `${Number(value)} ${row.unit}`);
    row.classList.toggle("moved", Number(value) > 0);
  }

  async impair(name, value) {
    const result = await post("./link", { direction: this.direction, name, value });
    if (result.error) byId("link-command").textContent = plain(result.error);
    else this.link(result);
  }
}
