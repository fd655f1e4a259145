"""The network's home page: what all clinics say before they say anything of their own."""

from .shapes import NetworkContent

NETWORK = NetworkContent(
    name="Lamplight Clinics",
    heading="Find a clinic, and a person who answers.",
    lead=(
        "Three clinics in Minnesota and New Mexico give ketamine infusions for chronic pain and for depression. "
        "Here is what the treatment is, what it is not, and whom to call."
    ),
    clinics_heading="The clinics",
    clinics_note="A lit lamp means the phone is being answered now.",
    sections=(
        (
            "This use is off-label",
            (
                "<p>Ketamine is approved by the FDA as an anesthetic. Giving it by infusion for pain or depression is "
                "legal, and it is not an FDA-approved use. A provider explains the difference before you agree to "
                "anything.</p>"
            ),
        ),
        (
            "It does not work for everyone",
            (
                "<p>Some people feel relief within days, some later, some not at all. Relief can fade, and a "
                "series may need repeating. If nothing has changed after a first series, we say so and stop.</p>"
            ),
        ),
        (
            "It has side effects, and a cost",
            (
                "<p>Most side effects wear off within hours; some matter more the longer treatment goes on. Insurance "
                "often does not pay. You get the whole price in writing before the first infusion.</p>"
            ),
        ),
        (
            "What happens when you ask",
            (
                "<p>Your request goes to one clinic, the one you chose. A coordinator there calls, texts or writes, as "
                "you prefer, within the time that clinic promises on its page. The first appointment is a talk. No "
                "medicine is given that day.</p>"
            ),
        ),
        (
            "What we do with what you tell us",
            (
                "<p>Only the clinic you write to reads your message. No advertising company sees it, these pages load "
                "nothing from anybody else, and you do not have to write about your health to get an answer.</p>"
            ),
        ),
    ),
    emergency_notice=(
        "Not for emergencies. If you are in danger, call 911. If you are thinking about suicide, call or text 988, "
        "day or night."
    ),
    legal_notice=(
        "Ketamine is approved by the U.S. Food and Drug Administration as an anesthetic. Its use by infusion for "
        "chronic pain and for depression is off-label: not reviewed or approved by the FDA for those purposes. "
        "Results differ from person to person and none is promised. These pages are information, not medical "
        "advice, and reading them does not make you our patient."
    ),
    scene="network",
    hue=195,
    chroma=0.7,
)
