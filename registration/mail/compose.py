class Letter:
    pass


def for_sending(message, *, now):
    raise NotImplementedError
