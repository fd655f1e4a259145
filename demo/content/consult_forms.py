"""Two forms beside the usual one: a short one with a question of its own, and one in steps that asks gently whether an
infusion may suit somebody."""

from .shapes import ConsultFormContent, FormQuestion

LIDOCAINE_CALL = ConsultFormContent(
    name="A first call about lidocaine",
    treatment="lidocaine-infusion-for-nerve-pain",
    heading="Ask for a first call",
    text="Lidocaine is given at two of the clinics. Choose the one that you can reach.",
    clinics=("duluth", "santa-fe"),
    asks_message=False,
    questions=(
        FormQuestion(
            "where-it-hurts",
            "Where does it hurt?",
            help_text="A word or two is enough, or nothing at all.",
        ),
        FormQuestion(
            "days",
            "Which days suit you for a call?",
            kind="several",
            choices=("Monday to Wednesday", "Thursday or Friday"),
            data_class="preference",
        ),
    ),
)

INFUSION_FOR_PAIN = ConsultFormContent(
    name="Could an infusion for pain suit you?",
    treatment="ketamine-infusion-for-chronic-pain",
    heading="Ask if it may suit you",
    text="A few questions at a time. You can leave any of them empty, go back, and stop whenever you like.",
    is_guided=True,
    questions=(
        FormQuestion(
            "kind-of-pain",
            "What kind of pain brings you here?",
            kind="several",
            choices=("Nerve pain", "Complex regional pain syndrome", "Fibromyalgia", "Migraine", "Something else"),
        ),
        FormQuestion(
            "how-long",
            "How long has it been with you?",
            kind="one",
            step="history",
            choices=("Less than three months", "Three months to a year", "One to five years", "More than five years"),
        ),
        FormQuestion(
            "tried",
            "What have you tried so far?",
            kind="several",
            step="history",
            choices=("Medicine", "Physical therapy", "Injections", "Surgery", "Counseling"),
            help_text="It helps us not to suggest again what did not help.",
        ),
        FormQuestion(
            "known-conditions",
            "Has a doctor told you about any of these?",
            kind="several",
            step="candidacy",
            choices=(
                "High blood pressure",
                "Heart disease or a stroke",
                "Liver disease",
                "Psychosis, now or in the past",
                "Trouble with alcohol or drugs",
            ),
            help_text="We ask everybody. It is about your safety, and nothing here decides by itself.",
        ),
        FormQuestion(
            "pregnancy",
            "Are you pregnant or breast-feeding, or might you be?",
            kind="one",
            step="candidacy",
            choices=("Yes", "No", "I am not sure"),
        ),
        FormQuestion(
            "ride-home",
            "Could somebody drive you home afterwards?",
            kind="one",
            step="candidacy",
            choices=("Yes", "Not yet"),
            help_text="You may not drive until the next day. We can think about this together.",
        ),
    ),
)

CONSULT_FORMS = (LIDOCAINE_CALL, INFUSION_FOR_PAIN)
