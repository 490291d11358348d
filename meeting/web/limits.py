"""How often one address or account may try: sign-in is slowed for whoever guesses, and nobody is locked out."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")
