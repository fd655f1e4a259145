"""What a clinic of the demo says of a treatment beside the library's page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClinicTreatmentContent:
    clinic: str
    treatment: str
    title: str
    intro: str
    heading: str
    text: str


CLINIC_TREATMENTS = (
    ClinicTreatmentContent(
        "duluth",
        "ketamine-infusion-for-chronic-pain",
        title="Ketamine infusion for chronic pain in Duluth",
        intro="Four chairs above the harbor, one nurse to two of them, and a medical director down the hall.",
        heading="How it is done in Duluth",
        text=(
            "<p>You come on a weekday morning, fasted for four hours, with somebody who will drive you home. Dana "
            "Whitfield places the line and stays within reach of your chair until you can walk. The blinds may be "
            "open or closed, and you may bring your own music.</p>"
        ),
    ),
)
