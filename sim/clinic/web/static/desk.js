// Locks the page when nobody is there, as the desk behind it does. Everything else on
// these pages works without a script.
"use strict";
(() => {
  const body = document.body;
  const token = body.dataset.token;
  for (const form of document.querySelectorAll("form[data-ask]")) {
    form.addEventListener("submit", (event) => {
      if (!window.confirm(form.dataset.ask)) event.preventDefault();
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
  // the newest answer of a try-out stands at the end of a list that scrolls
  const tried = document.getElementById("try");
  const toNewest = () => {
    const talk = tried.querySelector(".tryout");
    if (talk) talk.scrollTop = talk.scrollHeight;
  };
  if (tried) new MutationObserver(toNewest).observe(tried, { childList: true });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  if (!token) return;

  const lockMs = Number(body.dataset.lockS) * 1000;
  const warnMs = Math.min(60000, lockMs / 2);
  const tellEveryMs = 30000;
  const warning = document.getElementById("idle");
  const left = document.getElementById("idle-left");
  let last = Date.now();
  let told = Date.now();

  const tell = () => {
    told = Date.now();
    const form = new FormData();
    form.append("csrf", token);
    fetch("/alive", { method: "POST", body: form, redirect: "manual" }).then((answer) => {
      if (answer.status !== 204) window.location.assign("/login");
    }).catch(() => {});
  };
  const here = () => {
    last = Date.now();
    if (!warning.hidden) tell();
    warning.hidden = true;
  };
  for (const kind of ["keydown", "pointerdown", "input", "wheel"]) {
    document.addEventListener(kind, here, { passive: true });
  }
  document.getElementById("idle-stay").addEventListener("click", here);
  setInterval(() => {
    // also after the last key: the desk must not lock sooner than this page says
    if (last > told && Date.now() - told > Math.min(tellEveryMs, warnMs / 2)) tell();
    const still = lockMs - (Date.now() - last);
    if (still <= 0) {
      // the page may hold what a client wrote, so it goes even if nothing answers
      body.replaceChildren();
      window.location.replace("/login");
    } else if (still <= warnMs) {
      warning.hidden = false;
      left.textContent = String(Math.ceil(still / 1000));
    }
  }, 1000);
})();
