"""Forms of a clinic's own, before the pages on which they stand."""

from demo.content.consult_forms import CONSULT_FORMS
from demo.content.shapes import ConsultFormContent
from sites.models import Clinic, ConsultForm, ConsultQuestion


def seed_consult_forms(clinics: dict[str, Clinic]) -> None:
    """What is there is left as it is."""
    for content in CONSULT_FORMS:
        if not ConsultForm.objects.filter(name=content.name).exists():
            make_consult_form(content, clinics)


def make_consult_form(content: ConsultFormContent, clinics: dict[str, Clinic]) -> None:
    form = ConsultForm(name=content.name, is_guided=content.is_guided, asks_message=content.asks_message)
    form.clinics = [clinics[slug] for slug in content.clinics]
    form.questions = [
        ConsultQuestion(
            key=each.key,
            question=each.question,
            help_text=each.help_text,
            kind=each.kind,
            choices="\n".join(each.choices),
            step=each.step,
            data_class=each.data_class,
            sort_order=at,
        )
        for at, each in enumerate(content.questions)
    ]
    form.save()


def consult_form_block(treatment_slug: str) -> dict[str, object]:
    """The block of a treatment's page: its own form, or the usual one."""
    content = next((each for each in CONSULT_FORMS if each.treatment == treatment_slug), None)
    if content is None:
        return {"heading": "Ask for a consult"}
    form = ConsultForm.objects.get(name=content.name)
    return {"heading": content.heading, "text": content.text, "consult_form": form}
