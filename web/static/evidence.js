// Marks the sentences that a claim stands on while it is pointed at or has the focus.
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
