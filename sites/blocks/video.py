"""A video that is asked for: until the reader clicks, nothing is loaded from its host."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from sites.blocks.words import CharBlock, TextBlock
from sites.videos import Video, validate_video_url, video_at


class VideoValue(blocks.StructValue):
    @property
    def video(self) -> Video | None:
        """None in a draft that has no address yet."""
        return video_at(self["url"]) if self["url"] else None


class VideoBlock(blocks.StructBlock):
    url = blocks.URLBlock(
        label=_("Address of the video"), validators=[validate_video_url], help_text=_("On YouTube or Vimeo.")
    )
    title = CharBlock(label=_("Title"), help_text=_("Read out for the link and for the player."))
    poster = ImageBlock(label=_("Picture shown before"), help_text=_("Ours: the host's own would tell it who reads."))
    transcript = TextBlock(
        label=_("What is said and shown"), required=False, help_text=_("For those who cannot hear or see it.")
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A picture with a play button. The video's host learns of a reader only after a click.")
        template = "sites/blocks/video.html"
        preview_template = "sites/block_previews/video.html"
        value_class = VideoValue
