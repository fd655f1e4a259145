"""The picture that stands beside a shared link (Open Graph): drawn once for each version of what it says."""

from sites.share_images.card import SHARE_IMAGE_SIZE, ShareCard, finder_image_path, share_image_path
from sites.share_images.store import stored_share_image

__all__ = ["SHARE_IMAGE_SIZE", "ShareCard", "finder_image_path", "share_image_path", "stored_share_image"]
