"""The 26 municipalities of Stockholm County: official code (SCB) and name. They do not change; no table."""

MUNICIPALITIES: dict[str, str] = {
    "0114": "Upplands Väsby",
    "0115": "Vallentuna",
    "0117": "Österåker",
    "0120": "Värmdö",
    "0123": "Järfälla",
    "0125": "Ekerö",
    "0126": "Huddinge",
    "0127": "Botkyrka",
    "0128": "Salem",
    "0136": "Haninge",
    "0138": "Tyresö",
    "0139": "Upplands-Bro",
    "0140": "Nykvarn",
    "0160": "Täby",
    "0162": "Danderyd",
    "0163": "Sollentuna",
    "0180": "Stockholm",
    "0181": "Södertälje",
    "0182": "Nacka",
    "0183": "Sundbyberg",
    "0184": "Solna",
    "0186": "Lidingö",
    "0187": "Vaxholm",
    "0188": "Norrtälje",
    "0191": "Sigtuna",
    "0192": "Nynäshamn",
}

# As a Swedish reader expects them: å, ä and ö after z.
_SWEDISH_ORDER = str.maketrans({"å": "{1", "ä": "{2", "ö": "{3", "Å": "{1", "Ä": "{2", "Ö": "{3"})

MUNICIPALITY_CHOICES: list[tuple[str, str]] = sorted(
    MUNICIPALITIES.items(), key=lambda item: item[1].lower().translate(_SWEDISH_ORDER)
)
