"""The words of a letter's two bodies, made comparable."""

import re
from html.parser import HTMLParser


class VisibleText(HTMLParser):
    """What a reader of the HTML part sees, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_hidden = "display:none" in (dict(attrs).get("style") or "")
        if tag in {"head", "style", "title"} or (is_hidden and tag == "div"):
            self.hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and tag == self.hidden[-1]:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def words_of_html(html: str) -> str:
    reader = VisibleText()
    reader.feed(html)
    return re.sub(r"\s|\u200a", "", "".join(reader.words))


def words_of_text(text: str) -> str:
    without_addresses = re.sub(r"https?://\S+", "", text)
    without_marks = re.sub(r"^--$|:$", "", without_addresses, flags=re.MULTILINE)
    return re.sub(r"\s", "", without_marks)
