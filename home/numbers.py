from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# From one to twelve in words in running text, from there in figures.
WORDS = (
    _("zero"),
    pgettext_lazy("number", "one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
    _("ten"),
    _("eleven"),
    _("twelve"),
)


def in_words(number: int) -> str:
    return str(WORDS[number]) if 0 <= number < len(WORDS) else str(number)
