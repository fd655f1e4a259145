// The browser asks only after somebody ticked the box, which is what it wants too.

const box = document.querySelector("input[name=workspace-shows_notifications]");

box?.addEventListener("change", async () => {
  if (!box.checked || !globalThis.Notification) return;
  if ((await Notification.requestPermission()) === "denied") box.checked = false;
});
