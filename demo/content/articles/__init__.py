"""The network's articles, oldest first."""

from .chronic_pain import CHRONIC_PAIN
from .first_talk import FIRST_TALK
from .infusion_day import INFUSION_DAY
from .old_anesthetic import OLD_ANESTHETIC

ARTICLES = (CHRONIC_PAIN, OLD_ANESTHETIC, INFUSION_DAY, FIRST_TALK)
