from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from leads.crisis_words import words_of


class CrisisPhrase(models.Model):
    """Words by which a request is held for a person to look at first. Of the network, the same for every clinic.

    How they are compared is `leads.crisis_words`: accents, case and apostrophes need no rows of their own.
    """

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        SPANISH = "es", _("Spanish")

    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.ENGLISH)
    phrase = models.CharField(
        _("words"), max_length=80, unique=True, help_text=_("One word or a few, as people write them.")
    )

    panels = [FieldPanel("phrase"), FieldPanel("language")]

    class Meta:
        ordering = ["language", "phrase"]
        verbose_name = _("crisis words")
        verbose_name_plural = _("crisis words")

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        super().clean()
        self.phrase = " ".join(self.phrase.split())
        if not words_of(self.phrase):
            raise ValidationError({"phrase": _("Write at least one word of letters.")})
        if len("".join(words_of(self.phrase))) < 4:
            raise ValidationError({"phrase": _("Write at least four letters: shorter words are in every text.")})
