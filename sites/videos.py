"""Which videos pages may show, and the address that plays each without a cookie before it is asked for."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Video:
    host_name: str
    """As readers know it: "YouTube"."""
    watch_url: str
    embed_url: str


@dataclass(frozen=True)
class VideoHost:
    name: str
    pattern: re.Pattern[str]
    """Of any address an editor may paste; its one group is the video's id."""
    watch_url: str
    embed_url: str
    """Its origin is in the VIDEO_FRAME_ORIGINS of the settings; browsers refuse any other frame."""


VIDEO_HOSTS = (
    VideoHost(
        name="YouTube",
        pattern=re.compile(
            r"https://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|embed/|shorts/|live/)|youtu\.be/"
            r"|www\.youtube-nocookie\.com/embed/)([\w-]{11})(?:[?&#/].*)?"
        ),
        watch_url="https://www.youtube.com/watch?v={}",
        embed_url="https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    VideoHost(
        name="Vimeo",
        pattern=re.compile(r"https://(?:(?:www\.)?vimeo\.com/|player\.vimeo\.com/video/)(\d+)(?:[?#/].*)?"),
        watch_url="https://vimeo.com/{}",
        embed_url="https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
    ),
)


def video_at(url: str) -> Video:
    """The video that an address leads to.

    Raises:
        ValidationError: it leads to no video of a host on the list.
    """
    for host in VIDEO_HOSTS:
        if found := host.pattern.fullmatch(url.strip()):
            key = found[1]
            return Video(host.name, host.watch_url.format(key), host.embed_url.format(key))
    raise ValidationError(_("Paste the https address of one video on YouTube or Vimeo."))


def validate_video_url(url: str) -> None:
    video_at(url)
