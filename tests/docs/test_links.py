"""What the papers point at is there: files, headings and pictures."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
HANDBOOK = ROOT / "docs" / "redaktorshandbok.md"
PICTURES = ROOT / "docs" / "screenshots"
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

LINK = re.compile(r"\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def text_of(paper: Path) -> str:
    """Without examples of code, whose brackets and hashes mean something else."""
    return CODE.sub("", paper.read_text(encoding="utf-8"))


def anchors_of(paper: Path) -> set[str]:
    """As GitHub makes them: lower case, blanks to hyphens, no punctuation."""
    return {
        re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        for heading in HEADING.findall(text_of(paper))
    }


def broken_links(paper: Path) -> list[str]:
    broken = []
    for link in LINK.findall(text_of(paper)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = (paper.parent / name).resolve() if name else paper
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_link_leads_somewhere(paper):
    assert broken_links(paper) == []


def test_a_link_to_nowhere_is_found(tmp_path):
    paper = tmp_path / "paper.md"
    paper.write_text(
        "# Here\n[here](#here) [there](#there) [away](away.md) [web](https://example.org)\n", encoding="utf-8"
    )

    assert broken_links(paper) == ["#there", "away.md"]


def test_every_picture_is_shown_somewhere():
    shown = {
        (paper.parent / target).resolve()
        for paper in PAPERS
        for _, target in PICTURE.findall(paper.read_text(encoding="utf-8"))
    }

    assert sorted(PICTURES.glob("*.png")) == sorted(shown)
    assert len(shown) > 10


def test_every_picture_has_words_for_those_who_do_not_see_it():
    pictures = PICTURE.findall(HANDBOOK.read_text(encoding="utf-8"))

    assert [target for words, target in pictures if len(words) < 20] == []


def test_the_pictures_stay_small():
    assert sum(picture.stat().st_size for picture in PICTURES.glob("*.png")) < 2_000_000
