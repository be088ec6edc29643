import re

import pytest

from bostadsforum.demo.documents import load_document, one_page_pdf
from home.models import SiteDocument


def test_every_part_lies_where_the_table_of_the_file_says():
    """ISO 32000-1 7.5.4: a reader finds the parts by their offsets."""
    file = one_page_pdf(["Åtgärder", "En rad till"])

    table = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", file)[1])
    offsets = [int(offset) for offset in re.findall(rb"(\d{10}) 00000 n ", file[table:])]

    assert file.startswith(b"%PDF-1.4\n")
    assert file[table:].startswith(b"xref\n0 6\n")
    assert [file[at:].split(b"\n")[0] for at in offsets] == [b"%d 0 obj" % number for number in range(1, 6)]


def test_words_stand_in_the_file_and_brackets_end_nothing():
    file = one_page_pdf(["Åtgärder (demofil)", "En \\ till"])

    assert "(Åtgärder \\(demofil\\)) Tj".encode("cp1252") in file
    assert b"(En \\\\ till) Tj" in file


@pytest.mark.django_db
def test_document_is_made_once(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)

    first, second = load_document("Presentation (demofil)"), load_document("Presentation (demofil)")

    assert first == second
    assert SiteDocument.objects.get().file_extension == "pdf"
    assert SiteDocument.objects.get().file_size > 500
