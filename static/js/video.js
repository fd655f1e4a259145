// Puts a video's player in place of its picture, once a reader asks for it. Without this the picture is a plain link.

for (const figure of document.querySelectorAll("[data-video]")) {
  const link = figure.querySelector("a");
  link.addEventListener("click", (event) => {
    // A new tab or a download was asked for, not the player.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const player = document.createElement("iframe");
    player.src = figure.dataset.video;
    player.title = figure.querySelector("[data-video-title]").textContent;
    player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    // The hosts play only for a page that says whose it is: the origin, never the path.
    player.referrerPolicy = "strict-origin-when-cross-origin";
    link.replaceWith(player);
    player.focus();
  });
}
