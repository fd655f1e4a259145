from sites.blocks.body import BodyBlock

__all__ = ["BodyBlock"]
