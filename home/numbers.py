from django.utils.translation import gettext_lazy as _

# From one to twelve in words in running text, from there in figures.
WORDS = (
    _("zero"),
    _("one"),
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
