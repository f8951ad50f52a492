// Light or dark: as the system says, until it is switched here.
import { byId } from "./dom.js";

const names = { auto: "As the system", light: "Light", dark: "Dark" };

export function listenToTheme(changed) {
  const button = byId("theme");
  const show = theme => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = `Colours: ${names[theme].toLowerCase()}`;
    changed();
  };
  let theme = names[localStorage.getItem("theme")] ? localStorage.getItem("theme") : "auto";
  button.addEventListener("click", () => {
    const list = Object.keys(names);
    theme = list[(list.indexOf(theme) + 1) % list.length];
    localStorage.setItem("theme", theme);
    show(theme);
  });
  show(theme);
}
