"""The same invitation for those who would rather read it in Spanish."""

CONSULT_HEADING = "Pida una consulta"

NETWORK_IN_SPANISH = (
    "Encuentre una clínica y una persona que contesta.",
    "Tres clínicas en Minnesota y Nuevo México dan infusiones de ketamina para el dolor crónico y la depresión. "
    "Aquí se explica qué es el tratamiento, qué no es, y a quién llamar.",
)

CLINICS_IN_SPANISH = {
    "duluth": (
        "Infusiones de ketamina en Duluth, con alguien a su lado.",
        "Una clínica de cuatro sillones sobre el puerto, para el dolor que no cede y para la depresión que otros "
        "tratamientos no han aliviado. El primer paso es una conversación, no un tratamiento.",
    ),
    "st-cloud": (
        "Infusiones de ketamina en St. Cloud, sin prisa.",
        "Una clínica pequeña del mismo equipo que atiende en Duluth. El primer paso es una conversación, "
        "no un tratamiento.",
    ),
    "santa-fe": (
        "Dolor y ánimo, en la misma conversación.",
        "Una consulta pequeña en Santa Fe. Le atendemos en español desde la primera llamada hasta la última visita.",
    ),
}
