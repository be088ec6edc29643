import logging


class JsonFormatter(logging.Formatter):
    pass


class MaskTokens(logging.Filter):
    pass
