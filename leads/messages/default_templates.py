"""The network's first message templates, in each language. Rows, not strings of the program: staff edit them."""

from leads.models import MessageTemplate

EMAIL, SMS = MessageTemplate.Channel.EMAIL, MessageTemplate.Channel.SMS

# Each: its language, channel, name, subject and text.
DEFAULT_TEMPLATES = (
    (
        "en",
        EMAIL,
        "First answer",
        "Your request to {clinic}",
        "Hello {name},\n\nthank you for writing to us. I would like to hear more and to answer your questions. When "
        "may I call you? You can also reach us at {phone}, or answer this mail.\n\n{coordinator}\n{clinic}",
    ),
    (
        "en",
        EMAIL,
        "We tried to call",
        "We tried to call you",
        "Hello {name},\n\nI tried to call you and could not reach you. Please tell me a time that suits you, or call "
        "us at {phone}.\n\n{coordinator}\n{clinic}",
    ),
    (
        "en",
        EMAIL,
        "Book a consult",
        "Your consult at {clinic}",
        "Hello {name},\n\nyou can choose a time for your consult here:\n\n{booking_link}\n\nIf none of them suits you, "
        "call us at {phone}.\n\n{coordinator}\n{clinic}",
    ),
    ("en", SMS, "We tried to call", "", "Hello {name}, we tried to call you. When is a good time? Our phone: {phone}."),
    ("en", SMS, "Book a consult", "", "Hello {name}, choose a time for your consult here: {booking_link}"),
    (
        "es",
        EMAIL,
        "Primera respuesta",
        "Su solicitud a {clinic}",
        "Hola, {name}:\n\nGracias por escribirnos. Me gustaría saber más y responder a sus preguntas. ¿Cuándo puedo "
        "llamarle? También puede llamarnos al {phone} o responder a este correo.\n\n{coordinator}\n{clinic}",
    ),
    (
        "es",
        EMAIL,
        "Intentamos llamarle",
        "Intentamos llamarle",
        "Hola, {name}:\n\nIntenté llamarle y no pude comunicarme con usted. Dígame, por favor, a qué hora le conviene, "
        "o llámenos al {phone}.\n\n{coordinator}\n{clinic}",
    ),
    (
        "es",
        EMAIL,
        "Reservar una consulta",
        "Su consulta en {clinic}",
        "Hola, {name}:\n\nPuede elegir aquí la hora de su consulta:\n\n{booking_link}\n\nSi ninguna le conviene, "
        "llámenos al {phone}.\n\n{coordinator}\n{clinic}",
    ),
    (
        "es",
        SMS,
        "Intentamos llamarle",
        "",
        "Hola, {name}: intentamos llamarle. ¿A qué hora le conviene? Nuestro teléfono: {phone}.",
    ),
    ("es", SMS, "Reservar una consulta", "", "Hola, {name}: elija aquí la hora de su consulta: {booking_link}"),
)


def ensure_default_templates() -> None:
    """Make them where the network has no template at all. Safe to repeat: what staff changed or deleted stays so."""
    if MessageTemplate.objects.filter(clinic=None).exists():
        return
    MessageTemplate.objects.bulk_create(
        MessageTemplate(language=language, channel=channel, name=name, subject=subject, body=body, position=position)
        for position, (language, channel, name, subject, body) in enumerate(DEFAULT_TEMPLATES)
    )
