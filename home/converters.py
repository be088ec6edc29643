class RowIdConverter:
    """The id of a row in an address. Longer numbers fit no database and are no address of ours: 404."""

    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
