// Decide by keyboard: a key presses the button or link that names it. Without this script they are pressed as any other.
// Who speaks to a computer would press letters by speaking: they can be switched off, and stay so in this browser.
"use strict";
const SWITCH = "letter keys";
const isOn = () => localStorage.getItem(SWITCH) !== "off";
const show = () => document.documentElement.classList.toggle("no-keys", !isOn());

const box = document.querySelector("[data-switch]");
if (box) {
  box.checked = isOn();
  box.closest("[hidden]").hidden = false;
  box.addEventListener("change", () => {
    localStorage.setItem(SWITCH, box.checked ? "on" : "off");
    show();
  });
}
show();

document.addEventListener("keydown", (event) => {
  if (!isOn() || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input, select, textarea")) return;
  const pressed = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (pressed) {
    event.preventDefault();
    pressed.click();
  }
});
