"""How much one request may ask for: the numbers that the HTTP service and the command share.

How long a question and how large `top_k` may be is said where they are read, in `qa.answering`.
"""

TOP_K_DEFAULT = 5
FILTER_ENTRIES = 50
FILTER_CHARACTERS = 200
PAGE_ARTICLES = 500
PAGE_ARTICLES_DEFAULT = 50
BODY_BYTES = 64 * 1024
