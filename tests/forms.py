"""What a browser would post from a form of a page."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.values = action, False, dict[str, str]()
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("action", self.action) == self.action
        if not self.inside:
            return
        has_state = given.get("type") in {"checkbox", "radio"}
        if tag == "input" and given.get("name") and (not has_state or "checked" in given):
            self.values[given["name"]] = given.get("value", "on" if has_state else "")
        if tag == "select":
            self.select = given["name"]
        if tag == "option" and ("selected" in given or self.select not in self.values):
            self.values[self.select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def field_values(html: str, *, action: str) -> dict[str, str]:
    """Names and values of the form that posts to `action`, as it stands."""
    reader = FormReader(action)
    reader.feed(html)
    return reader.values
