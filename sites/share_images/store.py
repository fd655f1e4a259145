"""Share images are drawn when first asked for and kept beside the media: one a page, the newest."""

import logging
from threading import Lock

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from sites.share_images.card import ShareCard
from sites.share_images.drawing import draw

logger = logging.getLogger(__name__)

# One drawing at a time in a process: a crowd that asks for new images waits, and the other threads serve pages.
_drawing = Lock()


def stored_share_image(key: str, card: ShareCard) -> bytes:
    """The image as PNG. Takes the caller's word that `card` is what the page says now.

    `key` names the page, and the folder of its images. A storage that is full or away costs a drawing, not the answer.
    """
    name = f"og/{key}/{card.version}.png"
    with _drawing:
        try:
            with default_storage.open(name) as file:
                return bytes(file.read())
        except OSError:
            image = draw(card)
        try:
            forget_share_images(key)
            default_storage.save(name, ContentFile(image))
        except OSError:
            logger.warning("A share image could not be stored", extra={"storage_name": name}, exc_info=True)
    return image


def forget_share_images(key: str) -> None:
    """Earlier versions: nothing points at them any more."""
    folder = f"og/{key}"
    if default_storage.exists(folder):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
