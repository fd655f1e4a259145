"""Drawn pictures for the demo: nobody's photograph, nobody's licence. The same key gives the same pixels."""

from .landscapes import scene
from .portraits import portrait

__all__ = ["portrait", "scene"]
