// Within Telegram: the chat's colours, its back button, links that leave in its browser. This is
// the part of https://telegram.org/js/telegram-web-app.js that pages need which are for reading,
// by https://docs.telegram-mini-apps.com/platform/events; nothing is loaded from elsewhere.
"use strict";
{
  const NAME = "papercrier-telegram";
  const root = document.documentElement;
  const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((c) => ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const mixed = (a, b, share) => {
    const from = parts(a);
    const each = parts(b).map((c, n) => Math.round(c * share + from[n] * (1 - share)));
    return `#${each.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
  };
  // Themes have links that are hard to read as text; those come nearer to the text's own colour.
  const readable = (colour, ink, ground) => {
    for (let share = 0; share < 1; share += 0.1) {
      const found = mixed(colour, ink, share);
      if (contrast(found, ground) >= 4.5) return found;
    }
    return ink;
  };
  const show = (theme) => {
    const is = (name) => (/^#[0-9a-f]{6}$/i.test(theme?.[name]) ? theme[name] : null);
    const [ground, ink] = [is("bg_color"), is("text_color")];
    if (!ground || !ink || contrast(ground, ink) < 4.5) return;
    root.dataset.shade = light(ground) < 0.2 ? "dark" : "light";
    const accent = readable(is("link_color") ?? ink, ink, mixed(ground, ink, 0.1));
    const colours = {
      ground, ink, accent, bar: accent, raised: is("section_bg_color") ?? mixed(ground, ink, 0.04),
      soft: readable(mixed(ground, ink, 0.65), ink, mixed(ground, ink, 0.1)), line: mixed(ground, ink, 0.15),
      "accent-soft": mixed(ground, accent, 0.1), "bar-soft": mixed(ground, ink, 0.25),
    };
    for (const [name, colour] of Object.entries(colours)) root.style.setProperty(`--${name}`, colour);
  };
  const told = (kind, data = {}) => {
    const proxy = window.TelegramWebviewProxy;
    if (proxy) proxy.postEvent(kind, JSON.stringify(data));
    else if (window.parent !== window) {
      const message = JSON.stringify({ eventType: kind, eventData: data });
      window.parent.postMessage(message, "https://web.telegram.org");
    }
  };
  const heard = (kind, data) => {
    if (kind === "back_button_pressed") history.back();
    if (kind === "theme_changed") keep(data?.theme_params);
  };
  // In a frame, a browser may keep nothing for a site that is not the frame's.
  const stored = (...theme) => {
    try {
      for (const one of theme) sessionStorage.setItem(NAME, JSON.stringify(one ?? {}));
      return read(sessionStorage.getItem(NAME));
    } catch {
      return null;
    }
  };
  const keep = (theme) => {
    stored(theme);
    show(theme);
  };
  const read = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  };
  window.Telegram = { WebView: { receiveEvent: heard } };
  window.TelegramGameProxy = { receiveEvent: heard };
  window.addEventListener("message", (message) => {
    if (message.source !== window.parent || message.origin !== "https://web.telegram.org") return;
    const event = read(message.data);
    if (event) heard(event.eventType, event.eventData);
  });
  document.addEventListener("click", (click) => {
    const link = click.target.closest?.("a[href]");
    if (!link || link.origin === location.origin) return;
    click.preventDefault();
    if (link.hostname === "t.me") told("web_app_open_tg_link", { path_full: link.pathname + link.search });
    else told("web_app_open_link", { url: link.href });
  });
  const given = new URLSearchParams(location.hash.slice(1));
  const theme = given.get("tgWebAppThemeParams");
  if (theme) keep(read(theme));
  else show(stored());
  if (window.parent !== window) told("iframe_ready");
  told("web_app_ready");
  told("web_app_expand");
  const opens = document.currentScript.dataset.opens;
  told("web_app_setup_back_button", { is_visible: !opens && location.pathname !== "/" });
  if (opens) {
    const refused = () => {
      for (const id of ["opening", "refused"]) document.getElementById(id).hidden = id === "opening";
    };
    const data = given.get("tgWebAppData") ?? "";
    window.addEventListener("load", async () => {
      try {
        const answer = await fetch(opens, { method: "POST", body: data });
        if (answer.ok) location.replace((await answer.json()).to);
        else refused();
      } catch {
        refused();
      }
    });
  }
}
