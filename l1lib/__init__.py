"""The L1 loss: its scalar functions, its medians, its derivations, its pictures."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
