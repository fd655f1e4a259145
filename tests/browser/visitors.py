"""What a browser notices while somebody looks at pages."""

from playwright.sync_api import ConsoleMessage, Page, Request, expect

# Pictures far down load too. A promise: what asks again and again is evaluated in the page, which its policy forbids.
ALL_PICTURES = """() => Promise.all([...document.images].map(image => {
    image.loading = "eager";
    return image.complete || new Promise(done => { image.onload = image.onerror = () => done(true); });
}))"""


class Visit:
    """One person's way through the site: complaints of the browser, and where it asked for anything."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url
        self.complaints: list[str] = []
        self.requests_elsewhere: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._notice)

    def read(self, path: str) -> None:
        """Open a page and wait for all its pictures."""
        self.page.goto(path)
        self.page.evaluate(ALL_PICTURES)

    @property
    def cookies(self) -> list[str]:
        return [str(cookie.get("name")) for cookie in self.page.context.cookies()]

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium reports a page that is itself a 404 or a 422; that one is meant.
        is_page_itself = message.text.startswith("Failed to load") and message.location["url"] == self.page.url
        if message.type in {"error", "warning"} and not is_page_itself:
            self.complaints.append(message.text)

    def _notice(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base_url}/", "data:", "blob:")):
            self.requests_elsewhere.append(request.url)


def show_whole_page(page: Page, *, width: int) -> None:
    """Make the window as tall as the page, with all its pictures. What sticks to the screen's end is at the page's."""
    page.set_viewport_size({"width": width, "height": 600})
    page.evaluate(ALL_PICTURES)
    page.evaluate("document.fonts.ready")
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})


def in_view(page: Page, selector: str) -> list[str]:
    """The texts of what matches `selector` and is seen without scrolling."""
    texts: list[str] = page.locator(selector).evaluate_all(
        """links => links.filter(link => {
            const box = link.getBoundingClientRect();
            return box.width && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth
                && link.checkVisibility();
        }).map(link => link.textContent.trim())"""
    )
    return texts


def overflow_px(page: Page) -> int:
    """How far the page scrolls sideways."""
    pixels: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return pixels


def size_px(page: Page, selector: str) -> tuple[float, float]:
    """Width and height of the first that matches, once it is seen.

    Asked in one step: between a locator's look and its measure a list may have been drawn anew.
    """
    expect(page.locator(selector).first).to_be_visible()
    width, height = page.locator(selector).evaluate_all(
        "([first]) => { const box = first.getBoundingClientRect(); return [box.width, box.height]; }"
    )
    return width, height
