"""The documents of the sample: real files, each of one page that says what it stands for."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

from home.models import SiteDocument

NOTE = "Den här filen hör till exempelinnehållet och är tom så när som på den här raden."


def load_document(title: str) -> SiteDocument:
    """The document of that name, made where it is missing."""
    found = SiteDocument.objects.filter(title=title).first()
    if found is not None:
        return found
    document = SiteDocument(title=title)
    name = slugify(string_to_ascii(title.replace("(demofil)", "")))[:60].strip("-")
    document.file.save(f"{name}.pdf", ContentFile(one_page_pdf([title, NOTE])), save=False)
    document.save()
    # Filled now, so that nobody who reads the page has to write it down.
    document.get_file_size()
    return document


def one_page_pdf(lines: list[str]) -> bytes:
    """A page of A4 with lines of Helvetica, which every reader has (ISO 32000-1 9.6.2.2)."""
    text = "\n".join(f"({_escape(line)}) Tj T*" for line in lines)
    content = f"BT /F1 12 Tf 24 TL 72 770 Td\n{text}\nET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (sv-SE) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    file = BytesIO(b"%PDF-1.4\n")
    file.seek(0, 2)
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    file.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return file.getvalue()


def _escape(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
