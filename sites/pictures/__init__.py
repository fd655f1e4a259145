"""Photographs on pages: in which widths, in which formats, and which of them are there."""

from sites.pictures.of_page import Pictures
from sites.pictures.shapes import FORMATS, SHAPES, Shape

__all__ = ["FORMATS", "SHAPES", "Pictures", "Shape"]
