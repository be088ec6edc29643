"""Pages are read. What is posted goes to a view with an address of its own."""

from http import HTTPMethod

READ_ONLY = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
