"""Generated pictures as Wagtail images. Made once; a second run finds them by title."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage


def ensure_image(title: str, draw: Callable[[], PillowImage.Image], *, description: str) -> AbstractImage:
    images = get_image_model()
    present = images.objects.filter(title=title).first()
    if present is not None:
        return present
    file = BytesIO()
    draw().convert("RGB").save(file, "JPEG", quality=88)
    file.seek(0)
    name = title.lower().replace(" ", "-") + ".jpg"
    return images.objects.create(title=title, description=description, file=ImageFile(file, name=name))
