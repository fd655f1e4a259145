"""An address of every kind of public page of the demo."""

PHONE_OF_DULUTH = "tel:+12185550142"

PAGES = {
    "home": "/",
    "clinics": "/clinics/",
    "clinic": "/clinics/duluth/",
    "provider": "/clinics/duluth/imani-okafor/",
    "treatments": "/treatments/",
    "treatment": "/treatments/ketamine-infusion-for-chronic-pain/",
    "articles": "/articles/",
    "article": "/articles/what-chronic-pain-is/",
    "consult form": "/consult-requests/?clinic=duluth",
    "consult form of any clinic": "/consult-requests/",
    "thank-you": "/consult-requests/received/duluth/",
    "newsletter form": "/newsletter/subscribe/",
    "check your mail": "/newsletter/check-your-mail/",
    "no page": "/clinics/duluth/nowhere/",
    "Spanish home": "/es/",
}
