// Shows the claims whose verdict is ticked and whose id, label or row contains the words. The page is whole without it.
"use strict";
(() => {
  const form = document.getElementById("filters");
  const search = document.getElementById("search");
  const boxes = [...form.querySelectorAll("input[name=status]")];
  const claims = [...document.querySelectorAll("tr.claim")];
  const papers = [...document.querySelectorAll("section.paper")];
  const unfold = document.getElementById("unfold");

  function apply() {
    const wanted = new Set(boxes.filter(box => box.checked).map(box => box.value));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of claims) {
      row.hidden = !wanted.has(row.dataset.status) || !words.every(word => row.dataset.words.includes(word));
    }
    for (const paper of papers) {
      paper.hidden = !paper.querySelector("tr.claim:not([hidden])");
    }
    document.getElementById("shown").textContent = `${claims.filter(row => !row.hidden).length} of ${claims.length}`;
  }

  function reveal() {  // a link to a claim that the filter hides shows everything again
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      boxes.forEach(box => { box.checked = true; });
      search.value = "";
      apply();
      target.scrollIntoView();
    }
  }

  unfold.addEventListener("click", () => {
    const all = document.querySelectorAll("tr.claim:not([hidden]) details");
    const open = unfold.textContent.startsWith("open");
    all.forEach(details => { details.open = open; });
    unfold.textContent = open ? "close all details" : "open all details";
  });
  form.addEventListener("input", apply);
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("hashchange", reveal);
  form.hidden = false;
  apply();
  reveal();
})();
