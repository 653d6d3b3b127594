// Marks the sentences that a claim stands on while it is pointed at or has the focus; a figure that
// is enlarged takes the focus, and Escape leaves it. Without this, links do the same by clicks.
"use strict";
const marked = (claim, is) => {
  for (const id of claim.dataset.evidence.trim().split(/\s+/)) {
    document.getElementById(id)?.classList.toggle("pointed", is);
  }
};
for (const claim of document.querySelectorAll(".claim")) {
  claim.addEventListener("pointerenter", () => marked(claim, true));
  claim.addEventListener("pointerleave", () => marked(claim, false));
  claim.addEventListener("focusin", () => marked(claim, true));
  claim.addEventListener("focusout", () => marked(claim, false));
}
const enlarged = () => document.querySelector(".enlarged:target");
window.addEventListener("hashchange", (change) => {
  enlarged()?.querySelector(".back").focus();
  const left = new URL(change.oldURL).hash;
  if (location.hash === "#figures") {
    [...document.querySelectorAll("figure a")].find((one) => one.hash === left)?.focus();
  }
});
document.addEventListener("keydown", (key) => {
  if (key.key === "Escape" && enlarged()) {
    location.hash = "#figures";
  }
});
